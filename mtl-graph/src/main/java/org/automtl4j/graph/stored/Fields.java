package org.automtl4j.graph.stored;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.automtl4j.core.InvalidInputException;

/** Settings of a file, read with checks that name the field. */
public final class Fields {
  private final String where;
  private final Map<String, Object> values;

  /**
   * @param where how messages call these settings
   * @param values texts, numbers, truth values, lists, and maps with text keys
   */
  public Fields(String where, Map<String, ?> values) {
    this.where = where;
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** @return all of them */
  public Map<String, Object> values() {
    return values;
  }

  /**
   * @param field its name
   * @return whether it is there
   */
  public boolean has(String field) {
    return values.containsKey(field);
  }

  /**
   * @param field its name
   * @return its text
   * @throws InvalidInputException if it is missing or no text
   */
  public String text(String field) {
    return as(field, String.class, "a text");
  }

  /**
   * @param field its name
   * @return its value
   * @throws InvalidInputException if it is missing or neither true nor false
   */
  public boolean bool(String field) {
    return as(field, Boolean.class, "true or false");
  }

  /**
   * @param field its name
   * @return its number
   * @throws InvalidInputException if it is missing or no number
   */
  public double number(String field) {
    return as(field, Number.class, "a number").doubleValue();
  }

  /**
   * @param field its name
   * @param least the smallest that is allowed
   * @param most the largest that is allowed
   * @return its number
   * @throws InvalidInputException if it is missing, no whole number or out of range
   */
  public int whole(String field, int least, int most) {
    Object value = values.get(field);
    if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= least && ((Number) value).longValue() <= most) {
      return ((Number) value).intValue();
    }
    throw wrong(field, "a whole number from " + least + " to " + most);
  }

  /**
   * @param field its name
   * @param type an enum
   * @param <E> the enum
   * @return the constant of that name
   * @throws InvalidInputException if it is missing or none of them
   */
  public <E extends Enum<E>> E constant(String field, Class<E> type) {
    String name = text(field);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw wrong(field, "one of " + List.of(type.getEnumConstants()));
  }

  /**
   * @param field its name
   * @return its texts
   * @throws InvalidInputException if it is missing or no list of texts
   */
  public List<String> texts(String field) {
    return list(field, value -> value instanceof String text ? Optional.of(text) : Optional.empty(), "a list of texts");
  }

  /**
   * @param field its name
   * @return its numbers
   * @throws InvalidInputException if it is missing or no list of numbers
   */
  public List<Double> numbers(String field) {
    return list(field, value -> value instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty(), "a list of numbers");
  }

  /**
   * @param field its name
   * @return its settings
   * @throws InvalidInputException if it is missing or no map
   */
  public Fields fields(String field) {
    return new Fields(where + "." + field, map(as(field, Map.class, "an object")));
  }

  /**
   * @param field its name
   * @return its list of settings
   * @throws InvalidInputException if it is missing or no list of maps
   */
  public List<Fields> all(String field) {
    return list(field, value -> value instanceof Map<?, ?> map ? Optional.of(new Fields(where + "." + field, map(map))) : Optional.empty(), "a list of objects");
  }

  private static Map<String, Object> map(Map<?, ?> values) {
    Map<String, Object> named = new LinkedHashMap<>();
    values.forEach((key, value) -> named.put(String.valueOf(key), value));
    return named;
  }

  private <T> List<T> list(String field, Function<Object, Optional<T>> element, String allowed) {
    List<T> found = new ArrayList<>();
    for (Object value : as(field, List.class, allowed)) {
      found.add(element.apply(value).orElseThrow(() -> wrong(field, allowed)));
    }
    return found;
  }

  private <T> T as(String field, Class<T> type, String allowed) {
    Object value = values.get(field);
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw wrong(field, allowed);
  }

  /**
   * @param field its name
   * @param allowed what it may be
   * @return an exception that says so
   */
  public InvalidInputException wrong(String field, String allowed) {
    return new InvalidInputException(where + "." + field + ": found " + (has(field) ? values.get(field) : "nothing") + ", allowed: " + allowed);
  }
}
