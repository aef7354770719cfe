package org.automtl4j.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of golden data: that of the system property {@code automtl.golden}, else the copy in the test resources of the module whose tests run. */
public final class GoldenFolder {

  private GoldenFolder() {}

  /** @return the folder; it need not exist */
  public static Path root() {
    String given = System.getProperty("automtl.golden", "");
    if (given.isEmpty()) {
      return Path.of("src", "test", "resources", "golden");
    }
    // Tests run in the module's folder; a relative path may be meant from the folder above.
    return Files.exists(Path.of(given)) ? Path.of(given) : Path.of("..").resolve(given);
  }

  /**
   * @param file a path in the folder
   * @return whether the folder has it; one with cases of some kinds only is tested on those
   */
  public static boolean has(String file) {
    return Files.exists(root().resolve(file));
  }

  /**
   * @param folder of a network
   * @return the name of the case in reports
   */
  public static String name(Path folder) {
    return "model/" + folder.getFileName();
  }

  /**
   * @param key what a case is looked for by
   * @return the folders under {@code model} whose {@code case.json} has the key, in the order of their names; none where there are no networks
   */
  public static List<Path> cases(String key) {
    if (!has("model")) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root().resolve("model"))) {
      return folders.filter(folder -> Files.exists(folder.resolve("case.json"))).filter(folder -> json(folder.resolve("case.json")).has(key)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param file a path in the folder
   * @return the JSON in it
   */
  public static JsonNode json(String file) {
    return json(root().resolve(file));
  }

  /**
   * @param file any file
   * @return the JSON in it
   */
  public static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param json a text
   * @return what it means
   */
  public static JsonNode parse(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param node a number, where what is not finite stands as a text
   * @return the number
   */
  public static double number(JsonNode node) {
    return node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble();
  }
}
