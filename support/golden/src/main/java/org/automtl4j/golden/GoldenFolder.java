package org.automtl4j.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The folder of golden data: that of the system property {@code automtl.golden}, else the copy in the test resources of the module whose tests run. */
public final class GoldenFolder {

  /** How the reason of a test that leaves itself out begins. */
  public static final String LEFT_OUT = "golden cases left out: ";

  private GoldenFolder() {}

  /** @return whether the folder is a given one, which may have cases of some kinds only; the modules' own copies are whole */
  public static boolean isGiven() {
    return !System.getProperty("automtl.golden", "").isEmpty();
  }

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
   * @return whether the folder has it
   */
  public static boolean has(String file) {
    return Files.exists(root().resolve(file));
  }

  /**
   * What a test, or what gives it its cases, calls before it reads files. Where a given folder has not got one of them the test leaves itself out, and says
   * for want of what; a module's own copies have all that its tests read, and one that is missing there fails.
   *
   * @param files paths in the folder
   */
  public static void needs(String... files) {
    for (String file : files) {
      if (has(file)) {
        continue;
      }
      String missing = file + " is not in " + root().toAbsolutePath().normalize();
      if (!isGiven()) {
        throw new AssertionError(missing + ", the module's own copy of the golden data: copy it there from where the other files of it are from");
      }
      GoldenReport.leftOut(file);
      Assumptions.abort(LEFT_OUT + missing);
    }
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
   * @return the folders under {@code model} whose {@code case.json} has the key, in the order of their names
   */
  public static List<Path> cases(String key) {
    needs("model");
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
