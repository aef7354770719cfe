package org.automtl4j.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.app.config.internal.NearestName;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.SmallFile;

/** The configurations that come with the library, and files beside them. */
final class ReadyConfigurations {
  /** Of a file in bytes; the longest that was written has some kilobytes. */
  private static final int LARGEST = 1 << 20;

  private static final List<String> NAMES = List.of("demo", "grow", "cityscapes", "nyuv2", "taskonomy", "folder", "mtlnas-demo", "nyuv2-mtlnas", "nyuv2-mtlnas-supernet",
      "nyuv2-nddr", "nyuv2-nddr-supernet");

  private ReadyConfigurations() {}

  /**
   * A configuration as text.
   *
   * @param yaml the text
   * @param source where it comes from, for messages
   * @param name the run's name unless the text has one
   */
  record Text(String yaml, String source, String name) {}

  static List<String> names() {
    return NAMES;
  }

  static Text named(String name) {
    if (!NAMES.contains(name)) {
      throw new InvalidInputException("there is no ready configuration '" + name + "'" + hint(name));
    }
    try (InputStream in = ReadyConfigurations.class.getResourceAsStream(name + ".yaml")) {
      return new Text(new String(in.readAllBytes(), StandardCharsets.UTF_8), "configuration '" + name + "'", name);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the resource " + name + ".yaml", e);
    }
  }

  static Text find(String nameOrFile) {
    if (NAMES.contains(nameOrFile)) {
      return named(nameOrFile);
    }
    try {
      Path file = Path.of(nameOrFile);
      if (Files.isRegularFile(file)) {
        return file(file);
      }
    } catch (InvalidPathException e) {
      // Not even a path: falls to the message below.
    }
    throw new InvalidInputException("'" + nameOrFile + "' is neither a file nor a ready configuration" + hint(nameOrFile));
  }

  static Text file(Path file) {
    return new Text(SmallFile.text(file, LARGEST), file.toString(), stem(file));
  }

  /** A file's name without its ending, with nothing in it that a run's name may not have. */
  static String stem(Path file) {
    String base = file.getFileName().toString().replaceFirst("\\.ya?ml$", "").replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[._-]+", "");
    return base.isEmpty() ? "run" : base;
  }

  private static String hint(String name) {
    return NearestName.of(name, NAMES).map(nearest -> "; did you mean '" + nearest + "'?").orElse("; ready are: " + String.join(", ", NAMES));
  }
}
