package org.automtl4j.graph.model.convert.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;

/**
 * The classes that a configuration of Deeplearning4j names. Deeplearning4j loads each by its name, so that a file could have any class of the program loaded: only its
 * own are let through.
 */
final class Dl4jClasses {
  private static final String NAME = "@class";
  private static final List<String> ALLOWED = List.of("org.deeplearning4j.", "org.nd4j.");
  private static final int LONGEST = 80;

  private Dl4jClasses() {}

  /**
   * @param json a configuration, which may be damaged
   * @param file where it comes from
   * @throws InvalidInputException if it names another class than Deeplearning4j's and ND4J's
   */
  static void check(String json, Path file) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      String key = "";
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          key = parser.currentName();
        } else if (key.equals(NAME) && token.isScalarValue()) {
          check(parser.getText(), parser, file);
        }
      }
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException e) {
      return; // not JSON from there on: Deeplearning4j comes no further either, and says so
    }
  }

  private static void check(String name, JsonParser parser, Path file) {
    if (ALLOWED.stream().noneMatch(name::startsWith)) {
      String shown = name.replaceAll("\\p{Cntrl}", " ");
      throw new InvalidInputException(file + ", configuration.json, line " + parser.currentTokenLocation().getLineNr() + ": found the class '"
          + (shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : shown) + "', allowed: classes of Deeplearning4j and ND4J");
    }
  }
}
