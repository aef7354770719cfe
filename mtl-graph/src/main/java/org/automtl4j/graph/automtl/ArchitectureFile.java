package org.automtl4j.graph.automtl;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.SmallFile;
import org.automtl4j.graph.automtl.Architecture.LayerKey;

/** The JSON form of an architecture, version 1. */
final class ArchitectureFile {
  private static final String FORMAT = "automtl4j-architecture";
  private static final int VERSION = 1;
  /** Ten thousand layers of many tasks stay below. */
  private static final int LARGEST = 32 << 20;
  private static final String METHOD = "automtl";
  private static final Pattern KEY = Pattern.compile("(\\d{1,9}):(.*)", Pattern.DOTALL);
  private static final ObjectMapper MAPPER = new ObjectMapper()
      .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ArchitectureFile() {}

  static String format(Architecture architecture) {
    ObjectNode root = MAPPER.createObjectNode().put("format", FORMAT).put("version", VERSION).put("backbone", architecture.backbone());
    ObjectNode tasks = root.putObject("tasks");
    for (String task : architecture.tasks()) {
      ObjectNode branches = tasks.putObject(task);
      architecture.branches(task).forEach((key, branch) -> branches.put(key.toString(), branch.label()));
    }
    return root.toPrettyString().replace("\r\n", "\n") + "\n";
  }

  static void write(Architecture architecture, Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path draft = folder.resolve(file.getFileName() + ".part");
      try {
        Files.writeString(draft, format(architecture));
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  static Architecture read(Path file) {
    return parse(SmallFile.text(file, LARGEST), file.toString());
  }

  static Architecture parse(String json, String where) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new InvalidInputException(where + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr()) + ": not JSON: " + e.getOriginalMessage(), e);
    }
    if (!FORMAT.equals(root.path("format").asText())) {
      throw new InvalidInputException(where + ": not an architecture: \"format\" must be \"" + FORMAT + "\", found " + root.path("format"));
    }
    if (root.has("method") && !root.path("method").asText().equals(METHOD)) {
      throw new InvalidInputException(where + ": an architecture of method " + root.path("method") + ", needed is one of \"" + METHOD + "\"");
    }
    JsonNode version = root.path("version");
    if (!version.isInt() || version.intValue() < 1) {
      throw new InvalidInputException(where + ": \"version\" must be a whole number from 1 to " + VERSION + ", found " + version);
    }
    if (version.intValue() > VERSION) {
      throw new InvalidInputException(where + ": written by a newer release (version " + version + "; this one reads up to " + VERSION + "); please update");
    }
    for (String field : (Iterable<String>) root::fieldNames) {
      if (!List.of("format", "version", "backbone", "tasks").contains(field)) {
        throw new InvalidInputException(where + ": unknown field \"" + field + "\"; known are format, version, backbone, tasks");
      }
    }
    if (!root.path("tasks").isObject()) {
      throw new InvalidInputException(where + ": \"tasks\" must be an object with one entry per task, found " + root.path("tasks"));
    }
    Map<String, Map<LayerKey, Branch>> tasks = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> task : root.path("tasks").properties()) {
      tasks.put(task.getKey(), branches(task.getValue(), where + ": task '" + task.getKey() + "'"));
    }
    return new Architecture(root.path("backbone").asText(), tasks);
  }

  private static Map<LayerKey, Branch> branches(JsonNode task, String where) {
    if (!task.isObject()) {
      throw new InvalidInputException(where + ": must be an object with one entry per layer, found " + task);
    }
    Map<LayerKey, Branch> branches = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : task.properties()) {
      Matcher key = KEY.matcher(entry.getKey());
      if (!key.matches()) {
        throw new InvalidInputException(where + ", layer \"" + entry.getKey() + "\": must be written index:name, such as \"0:conv1\"");
      }
      Branch branch = Branch.ofLabel(entry.getValue().asText()).orElseThrow(() -> new InvalidInputException(
          where + ", layer " + entry.getKey() + ": found " + entry.getValue() + ", allowed are \"shared\", \"specific\", \"skip\""));
      branches.put(new LayerKey(Integer.parseInt(key.group(1)), key.group(2)), branch);
    }
    return branches;
  }
}
