package org.automtl4j.data.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where golden cases come from: the folder that the system property {@code automtl.golden} names, or else the test resources. */
public final class GoldenFolder {

  private GoldenFolder() {}

  /** Tests run in the module's folder; a relative path may be meant from the folder above. */
  private static Path given(String folder, String file) {
    return Files.exists(Path.of(folder)) ? Path.of(folder, file) : Path.of("..").resolve(folder).resolve(file);
  }

  private static InputStream open(String file) throws IOException {
    String folder = System.getProperty("automtl.golden", "");
    if (!folder.isEmpty()) {
      return Files.newInputStream(given(folder, file));
    }
    InputStream in = GoldenFolder.class.getResourceAsStream("/golden/" + file);
    if (in == null) {
      throw new IOException("no test resource golden/" + file);
    }
    return in;
  }

  /** Whether the folder has a file; one with cases of some kinds only is tested on those. */
  public static boolean has(String file) {
    String folder = System.getProperty("automtl.golden", "");
    return folder.isEmpty() || Files.exists(given(folder, file));
  }

  /** A folder of files. */
  public static Path folder(String name) {
    String folder = System.getProperty("automtl.golden", "");
    if (!folder.isEmpty()) {
      return given(folder, name);
    }
    try {
      return Path.of(GoldenFolder.class.getResource("/golden/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a JSON file. */
  public static JsonNode json(String file) {
    try (InputStream in = open(file)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads an npz file. */
  public static Map<String, Npy> arrays(String file) {
    try (InputStream in = open(file)) {
      return Npy.readAll(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads an npy file. */
  public static Npy array(String file) {
    try (InputStream in = open(file)) {
      return Npy.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A number, where what is not finite stands as a text. */
  public static double number(JsonNode node) {
    return node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble();
  }
}
