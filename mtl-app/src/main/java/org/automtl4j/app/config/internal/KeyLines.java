package org.automtl4j.app.config.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The lines of a file on which its keys stand. */
public final class KeyLines {
  /** Of texts that nobody wrote. */
  public static final KeyLines NONE = new KeyLines(Map.of());

  private final Map<String, Integer> lines;

  private KeyLines(Map<String, Integer> lines) {
    this.lines = lines;
  }

  /**
   * @param yaml a document that is valid YAML
   * @return the line of each key and each element of a list, by its path such as {@code tasks[0].head.type}
   */
  public static KeyLines of(String yaml) {
    Map<String, Integer> lines = new LinkedHashMap<>();
    try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
      if (parser.nextToken() != null) {
        read(parser, "", lines);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not valid YAML", e);
    }
    return new KeyLines(lines);
  }

  private static void read(JsonParser parser, String path, Map<String, Integer> lines) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = path.isEmpty() ? parser.currentName() : path + "." + parser.currentName();
        lines.put(key, parser.currentTokenLocation().getLineNr());
        parser.nextToken();
        read(parser, key, lines);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        lines.put(path + "[" + i + "]", parser.currentTokenLocation().getLineNr());
        read(parser, path + "[" + i + "]", lines);
      }
    }
  }

  /** The same without a key whose value no longer is what stands there, and all inside it; elements of lists that go by a name take their list along. */
  KeyLines without(String path) {
    String gone = lines.containsKey(path) ? path : path.replaceFirst("\\..*", "");
    Map<String, Integer> rest = new LinkedHashMap<>(lines);
    rest.keySet().removeIf(key -> key.startsWith(gone) && (key.length() == gone.length() || ".[".indexOf(key.charAt(gone.length())) >= 0));
    return new KeyLines(rest);
  }

  /** The line of a key; empty if it does not stand there. */
  OptionalInt line(String path) {
    Integer line = lines.get(path);
    return line == null ? OptionalInt.empty() : OptionalInt.of(line);
  }
}
