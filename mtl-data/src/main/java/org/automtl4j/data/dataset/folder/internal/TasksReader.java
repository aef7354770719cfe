package org.automtl4j.data.dataset.folder.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.folder.FolderTask;
import org.automtl4j.data.dataset.folder.TasksFile;
import org.automtl4j.data.reader.TextLines;

/** Reads a {@code tasks.yaml}. */
public final class TasksReader {
  private static final long LONGEST = 1L << 20;

  private TasksReader() {}

  /**
   * @param file a {@code tasks.yaml}
   * @return what it says
   */
  public static TasksFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      String what = Files.isDirectory(file.toAbsolutePath().getParent()) ? "" : "; there is no such folder either";
      throw new InvalidInputException(file + ": there is no such file" + what + "; 'automtl data init DIR' proposes one");
    }
    return parse(TextLines.whole(file, LONGEST), file.toString());
  }

  /**
   * @param yaml the text
   * @param source where it comes from, for messages
   * @return what it says
   */
  public static TasksFile parse(String yaml, String source) {
    Section root = new Section(source, "", tree(yaml, source));
    long version = root.whole("version").orElse((long) TasksFile.VERSION);
    if (version != TasksFile.VERSION) {
      throw root.wrong("version", Long.toString(version),
          TasksFile.VERSION + (version > TasksFile.VERSION ? "; a newer AutoMTL4J has written this file" : ""));
    }
    String images = Paths.relative(root, "images", root.string("images").orElse("images"));
    String suffix = root.string("imageSuffix").orElse("");
    boolean upright = upright(root);
    Optional<TasksFile.Size> size = root.find("size").map(node -> size(root, node));
    Section section = root.section("tasks").orElseThrow(() -> root.wrong("tasks", "nothing", "one section per task"));
    List<FolderTask> tasks = new ArrayList<>();
    for (String name : section.names()) {
      tasks.add(TaskReader.read(name, section.section(name).orElseThrow(() -> section.wrong(name, "nothing", "a section with the key kind"))));
    }
    if (tasks.isEmpty()) {
      throw root.wrong("tasks", "none", "at least one task");
    }
    TasksFile file = new TasksFile(images, suffix, upright, size, tasks, SplitReader.read(root));
    root.close();
    return file;
  }

  private static boolean upright(Section root) {
    String orientation = root.string("orientation").orElse("upright");
    if (!orientation.equals("upright") && !orientation.equals("stored")) {
      throw root.wrong("orientation", "'" + orientation + "'", "upright (pictures are turned as their camera notes it) or stored (they are left as they are)");
    }
    return orientation.equals("upright");
  }

  private static TasksFile.Size size(Section root, JsonNode node) {
    String allowed = "[rows, columns], each a whole number from 8 to 8192";
    List<Double> numbers = root.numbers("size", 2, allowed).orElseThrow();
    if (numbers.stream().anyMatch(n -> n != Math.rint(n) || n < 8 || n > 8192)) {
      throw root.wrong("size", node, allowed);
    }
    return new TasksFile.Size(numbers.get(0).intValue(), numbers.get(1).intValue());
  }

  private static JsonNode tree(String yaml, String source) {
    YAMLMapper mapper =
        YAMLMapper.builder().enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    try {
      JsonNode tree = mapper.readTree(yaml);
      return tree == null || tree.isMissingNode() || tree.isNull() ? JsonNodeFactory.instance.objectNode() : tree;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
      String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage().strip().lines().findFirst().orElse("");
      throw new InvalidInputException(source + place + ": not valid YAML: " + message, e);
    }
  }
}
