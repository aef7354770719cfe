package org.automtl4j.train.golden;

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

  /** The folders under {@code model} whose {@code case.json} has a key; none where the folder has no networks. */
  public static List<Path> cases(String key) {
    if (!Files.isDirectory(root().resolve("model"))) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root().resolve("model"))) {
      return folders.filter(folder -> Files.exists(folder.resolve("case.json"))).filter(folder -> json(folder.resolve("case.json")).has(key)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode parse(String json) {
    try {
      return new ObjectMapper().readTree(json);
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
