package org.automtl4j.app.config.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Locale;
import org.automtl4j.core.InvalidInputException;

/** Turns YAML text into a tree. */
public final class YamlText {
  private YamlText() {}

  /**
   * @param yaml one YAML document
   * @param source where it comes from, for messages
   * @return its tree; an empty object if there is nothing in it
   * @throws InvalidInputException if the text is not YAML, has a key twice, or has more than one document
   */
  public static JsonNode parse(String yaml, String source) {
    YAMLMapper mapper =
        YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    try {
      JsonNode tree = mapper.readTree(yaml);
      return tree == null || tree.isMissingNode() || tree.isNull() ? JsonNodeFactory.instance.objectNode() : tree;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(source + place(e.getLocation()) + ": not valid YAML: " + firstLine(e.getOriginalMessage()), e);
    }
  }

  private static String place(JsonLocation location) {
    return location == null ? "" : String.format(Locale.ROOT, ", line %d, column %d", location.getLineNr(), location.getColumnNr());
  }

  private static String firstLine(String message) {
    String text = message == null ? "" : message.strip();
    return text.lines().findFirst().orElse("");
  }
}
