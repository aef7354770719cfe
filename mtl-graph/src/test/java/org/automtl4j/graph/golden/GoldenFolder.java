package org.automtl4j.graph.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of golden data: that of the system property {@code automtl.golden}, else the copy in the test resources. */
public final class GoldenFolder {

  private GoldenFolder() {}

  public static Path root() {
    String given = System.getProperty("automtl.golden", "");
    if (given.isEmpty()) {
      return Path.of("src", "test", "resources", "golden");
    }
    // Tests run in the module's folder; a relative path may be meant from the folder above.
    return Files.exists(Path.of(given)) ? Path.of(given) : Path.of("..").resolve(given);
  }

  /** Whether the folder has a file; one with cases of some kinds only is tested on those. */
  public static boolean has(String file) {
    return Files.exists(root().resolve(file));
  }

  /** The name of a case in reports. */
  public static String name(Path folder) {
    return "model/" + folder.getFileName();
  }

  /** The folders under {@code model} that describe a network layer by layer; runs of the whole trainer do not. */
  public static List<Path> modelCases() {
    if (!has("model")) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root().resolve("model"))) {
      return folders.filter(folder -> Files.exists(folder.resolve("backbone.prototxt")))
          .filter(folder -> json(folder.resolve("case.json")).has("node_types")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
