package org.automtl4j.graph.mtlnas;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;

/** The JSON form of a fusion architecture: version 2 of architecture files, in which the method says what the rest means. */
final class FusionArchitectureFile {
  private static final String FORMAT = "automtl4j-architecture";
  private static final int VERSION = 2;
  private static final String METHOD = "mtl-nas";
  private static final List<String> FIELDS = List.of("format", "version", "method", "backbone", "tasks", "edges");
  private static final ObjectMapper MAPPER = new ObjectMapper()
      .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private FusionArchitectureFile() {}

  static String format(FusionArchitecture architecture) {
    ObjectNode root = MAPPER.createObjectNode().put("format", FORMAT).put("version", VERSION).put("method", architecture.method())
        .put("backbone", architecture.backbone());
    ArrayNode tasks = root.putArray("tasks");
    architecture.tasks().forEach(tasks::add);
    ObjectNode edges = root.putObject("edges");
    for (String task : architecture.tasks()) {
      ObjectNode sites = edges.putObject(task);
      for (int i = 0; i < architecture.sites().size(); i++) {
        ArrayNode open = sites.putArray(architecture.sites().get(i));
        for (Edge edge : architecture.edges()) {
          if (edge.target().equals(task) && edge.targetSite() == i) {
            open.add(edge.source() + " " + architecture.sites().get(edge.sourceSite()));
          }
        }
      }
    }
    return root.toPrettyString().replace("\r\n", "\n") + "\n";
  }

  static void write(FusionArchitecture architecture, Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      WholeFile.write(file, out -> out.write(format(architecture).getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  static FusionArchitecture read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (MalformedInputException e) {
      throw new InvalidInputException(file + ": not UTF-8 text", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e + ")", e);
    }
  }

  static FusionArchitecture parse(String json, String where) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new InvalidInputException(where + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr()) + ": not JSON: " + e.getOriginalMessage(), e);
    }
    checkHeader(root, where);
    List<String> tasks = new ArrayList<>();
    root.path("tasks").forEach(task -> tasks.add(task.asText()));
    if (!root.path("tasks").isArray() || tasks.size() < 2 || new LinkedHashSet<>(tasks).size() < tasks.size()) {
      throw new InvalidInputException(where + ": \"tasks\" must be a list of at least two different names, found " + root.path("tasks"));
    }
    return new Edges(root.path("edges"), tasks, where).architecture(root.path("method").asText(), root.path("backbone").asText());
  }

  private static void checkHeader(JsonNode root, String where) {
    if (!FORMAT.equals(root.path("format").asText())) {
      throw new InvalidInputException(where + ": not an architecture: \"format\" must be \"" + FORMAT + "\", found " + root.path("format"));
    }
    JsonNode version = root.path("version");
    if (!version.isInt() || version.intValue() < 1) {
      throw new InvalidInputException(where + ": \"version\" must be a whole number from 1 to " + VERSION + ", found " + version);
    }
    if (version.intValue() > VERSION) {
      throw new InvalidInputException(where + ": written by a newer release (version " + version + "; this one reads up to " + VERSION + "); please update");
    }
    if (!METHOD.equals(root.path("method").asText())) {
      throw new InvalidInputException(where + ": an architecture of method " + (root.has("method") ? root.path("method") : "\"automtl\"") + ", needed is one of \"" + METHOD
          + "\"");
    }
    for (String field : (Iterable<String>) root::fieldNames) {
      if (!FIELDS.contains(field)) {
        throw new InvalidInputException(where + ": unknown field \"" + field + "\"; known are " + String.join(", ", FIELDS));
      }
    }
  }

  /** The edges of a file: for each task, and each site in order, what it reads. */
  private record Edges(JsonNode json, List<String> tasks, String where) {

    FusionArchitecture architecture(String method, String backbone) {
      for (String field : (Iterable<String>) json::fieldNames) {
        if (!tasks.contains(field)) {
          throw new InvalidInputException(where + ": \"edges\" has an entry '" + field + "', but the tasks are " + String.join(", ", tasks));
        }
      }
      List<String> sites = sites(tasks.get(0));
      Set<Edge> open = new LinkedHashSet<>();
      for (String task : tasks) {
        if (!sites(task).equals(sites)) {
          throw new InvalidInputException(where + ": task '" + task + "' has the sites " + sites(task) + ", task '" + tasks.get(0) + "' has " + sites + "; both must list all");
        }
        for (int i = 0; i < sites.size(); i++) {
          read(task, i, sites, open);
        }
      }
      return new FusionArchitecture(method, backbone, tasks, sites, open);
    }

    private List<String> sites(String task) {
      if (!json.path(task).isObject()) {
        throw new InvalidInputException(where + ": \"edges\" must have an object for task '" + task + "', found " + json.path(task));
      }
      List<String> sites = new ArrayList<>();
      for (Map.Entry<String, JsonNode> site : json.path(task).properties()) {
        sites.add(site.getKey());
      }
      return sites;
    }

    private void read(String task, int site, List<String> sites, Set<Edge> open) {
      String place = where + ": task '" + task + "', site " + sites.get(site);
      JsonNode list = json.path(task).path(sites.get(site));
      if (!list.isArray()) {
        throw new InvalidInputException(place + ": must be a list of what it reads, perhaps empty, found " + list);
      }
      for (JsonNode entry : list) {
        int blank = entry.asText().indexOf(' ');
        String source = blank < 0 ? "" : entry.asText().substring(0, blank);
        int from = blank < 0 ? -1 : sites.indexOf(entry.asText().substring(blank + 1));
        if (!tasks.contains(source) || source.equals(task) || from < 0) {
          throw new InvalidInputException(place + ": found " + entry + ", allowed is another task and a site, such as \"" + tasks.get(tasks.get(0).equals(task) ? 1 : 0) + " "
              + sites.get(site) + "\"");
        }
        if (!open.add(new Edge(task, source, site, from))) {
          throw new InvalidInputException(place + ": " + entry + " is there twice");
        }
      }
    }
  }
}
