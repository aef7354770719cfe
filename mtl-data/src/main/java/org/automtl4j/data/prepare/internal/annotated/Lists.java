package org.automtl4j.data.prepare.internal.annotated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.WholeFile;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.TasksFile;

/** Writes a list of pictures per split, and last the {@code tasks.yaml} that makes a folder a data set. */
final class Lists {
  private static final String FOLDER = "images/";

  private Lists() {}

  static void write(Path root, String tasks, Map<Split, List<List<String>>> modes) {
    StringBuilder text = new StringBuilder(tasks).append("split:\n  files: {");
    String between = "";
    for (Split split : Split.values()) {
      String file = split.id() + ".txt";
      StringBuilder list = new StringBuilder();
      modes.getOrDefault(split, List.of()).forEach(files -> list.append(files.get(0).substring(FOLDER.length())).append('\n'));
      text(root.resolve(file), list.toString());
      text.append(between).append(split.id()).append(": ").append(file);
      between = ", ";
    }
    text(root.resolve(TasksFile.NAME), text.append("}\n").toString());
  }

  static void text(Path file, String text) {
    try {
      WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** A text in YAML's double quotes. */
  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + "\"";
  }
}
