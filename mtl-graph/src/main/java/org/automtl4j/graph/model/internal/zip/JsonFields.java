package org.automtl4j.graph.model.internal.zip;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.automtl4j.core.InvalidInputException;

/**
 * A JSON object whose fields are read with their types checked; a wrong one is an error that gives its path.
 *
 * @param where path of the object
 * @param node the object
 */
record JsonFields(String where, JsonNode node) {

  JsonFields {
    if (!node.isObject()) {
      throw new InvalidInputException(where + ": must be an object, found " + kind(node));
    }
  }

  boolean has(String field) {
    return node.has(field);
  }

  JsonFields object(String field) {
    return new JsonFields(path(field), node.path(field));
  }

  String text(String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw wrong(field, "text");
    }
    return value.textValue();
  }

  long whole(String field, long least, long most) {
    return whole(node.path(field), path(field), least, most);
  }

  boolean bool(String field) {
    JsonNode value = node.path(field);
    if (!value.isBoolean()) {
      throw wrong(field, "true or false");
    }
    return value.booleanValue();
  }

  double number(String field) {
    JsonNode value = node.path(field);
    if (!value.isNumber()) {
      throw wrong(field, "a number");
    }
    return value.doubleValue();
  }

  List<Double> numbers(String field) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode value : array(field)) {
      if (!value.isNumber()) {
        throw wrong(field, "an array of numbers");
      }
      numbers.add(value.doubleValue());
    }
    return numbers;
  }

  List<Long> wholes(String field, long least, long most) {
    List<Long> numbers = new ArrayList<>();
    array(field).forEach(value -> numbers.add(whole(value, path(field), least, most)));
    return numbers;
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : array(field)) {
      if (!value.isTextual()) {
        throw wrong(field, "an array of texts");
      }
      texts.add(value.textValue());
    }
    return texts;
  }

  <T> List<T> objects(String field, Function<JsonFields, T> read) {
    List<T> all = new ArrayList<>();
    int index = 0;
    for (JsonNode value : array(field)) {
      all.add(read.apply(new JsonFields(path(field) + "[" + index++ + "]", value)));
    }
    return all;
  }

  <E extends Enum<E>> E constant(String field, Class<E> type) {
    String name = text(field);
    return Arrays.stream(type.getEnumConstants()).filter(c -> c.name().equals(name)).findFirst()
        .orElseThrow(() -> wrong(field, "one of " + Arrays.toString(type.getEnumConstants())));
  }

  InvalidInputException wrong(String field, String allowed) {
    String found = node.path(field).toString();
    return new InvalidInputException(path(field) + ": must be " + allowed + ", found " + (found.length() > 60 ? found.substring(0, 60) + "..." : found));
  }

  private JsonNode array(String field) {
    JsonNode value = node.path(field);
    if (!value.isArray()) {
      throw wrong(field, "an array");
    }
    return value;
  }

  private static long whole(JsonNode value, String path, long least, long most) {
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
      throw new InvalidInputException(path + ": must be a whole number from " + least + " to " + most + ", found " + kind(value));
    }
    return value.longValue();
  }

  private String path(String field) {
    return where + "." + field;
  }

  private static String kind(JsonNode node) {
    return node.isValueNode() ? node.toString() : node.getNodeType().toString().toLowerCase(Locale.ROOT);
  }
}
