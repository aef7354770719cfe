package org.automtl4j.data.dataset.folder.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;

/**
 * A part of a YAML file whose values are asked for by name and type. Every complaint names file, key, what was found and what is allowed; {@link #close} finds
 * keys that nobody asked for.
 */
public final class Section {
  private static final int LONGEST = 60;

  private final String file;
  private final String path;
  private final JsonNode node;
  private final Set<String> asked = new LinkedHashSet<>();

  /**
   * @param file where it comes from
   * @param path the keys that lead here, joined by dots; empty for the whole file
   * @param node what stands there
   */
  public Section(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw new InvalidInputException(file + ": " + (path.isEmpty() ? "" : path + ": ") + "found " + text(node) + ", allowed: keys with values");
    }
  }

  /** @return all keys, in the file's order, none of which is unknown then */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      names.add(keys.next());
    }
    asked.addAll(names);
    return names;
  }

  /**
   * @param key a key
   * @return what stands there, if anything
   */
  public Optional<JsonNode> find(String key) {
    asked.add(key);
    return Optional.ofNullable(node.get(key)).filter(value -> !value.isNull());
  }

  /**
   * @param key a key that must be there
   * @param allowed what may stand there, in words
   * @return what stands there
   */
  public JsonNode need(String key, String allowed) {
    return find(key).orElseThrow(() -> new InvalidInputException(file + ": " + at(key) + ": missing; " + allowed + " is needed"));
  }

  /**
   * @param key a key
   * @return the section there, if any
   */
  public Optional<Section> section(String key) {
    return find(key).map(value -> new Section(file, at(key), value));
  }

  /**
   * @param place the keys that lead from here to a section
   * @param value what stands there
   * @return it as a section
   */
  public Section inner(String place, JsonNode value) {
    return new Section(file, at(place), value);
  }

  /**
   * @param key a key
   * @return the text there, if any
   */
  public Optional<String> string(String key) {
    return find(key).map(value -> {
      if (!value.isValueNode() || value.asText().isBlank()) {
        throw wrong(key, value, "a text");
      }
      return value.asText();
    });
  }

  /**
   * @param key a key
   * @return the number there, if any
   */
  public Optional<Double> number(String key) {
    return find(key).map(value -> asNumber(key, value));
  }

  /**
   * @param key a key
   * @return the whole number there, if any
   */
  public Optional<Long> whole(String key) {
    return find(key).map(value -> {
      double number = asNumber(key, value);
      if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
        throw wrong(key, value, "a whole number");
      }
      return (long) number;
    });
  }

  /**
   * @param <E> the type
   * @param key a key
   * @param type what may stand there
   * @return the constant there, if any
   */
  public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    return find(key).map(value -> Arrays.stream(type.getEnumConstants()).filter(c -> value.isTextual() && c.name().equalsIgnoreCase(value.asText())).findFirst()
        .orElseThrow(() -> wrong(key, value, "one of " + Arrays.stream(type.getEnumConstants()).map(c -> c.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ")))));
  }

  /**
   * @param key a key
   * @return the elements of the list there; a single value is a list of one; empty where nothing stands
   */
  public List<JsonNode> list(String key) {
    List<JsonNode> elements = new ArrayList<>();
    find(key).ifPresent(value -> {
      if (value.isArray()) {
        value.forEach(elements::add);
      } else {
        elements.add(value);
      }
    });
    return elements;
  }

  /**
   * @param key a key
   * @param count how many numbers must stand there
   * @param allowed what may stand there, in words
   * @return the numbers, if any
   */
  public Optional<List<Double>> numbers(String key, int count, String allowed) {
    return find(key).map(value -> {
      if (!value.isArray() || value.size() != count) {
        throw wrong(key, value, allowed);
      }
      return list(key).stream().map(element -> asNumber(key, element)).toList();
    });
  }

  /**
   * @param key where it stands
   * @param value what stands there
   * @return it as a number; YAML takes 5e-4 for text, people do not
   */
  public double asNumber(String key, JsonNode value) {
    try {
      if (value.isNumber() || value.isTextual()) {
        double number = value.isTextual() ? new BigDecimal(value.asText().strip()).doubleValue() : value.doubleValue();
        if (Double.isFinite(number)) {
          return number;
        }
      }
    } catch (NumberFormatException e) {
      // Falls to the message below.
    }
    throw wrong(key, value, "a number");
  }

  /** Complains about keys that nobody has asked for. */
  public void close() {
    List<String> known = List.copyOf(asked);
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!asked.contains(key)) {
        throw new InvalidInputException(file + ": " + at(shortened(key)) + ": unknown key; known here: " + String.join(", ", known));
      }
    }
  }

  /**
   * @param key a key
   * @param found what stands there
   * @param allowed what may stand there, in words
   * @return the complaint
   */
  public InvalidInputException wrong(String key, JsonNode found, String allowed) {
    return wrong(key, text(found), allowed);
  }

  /**
   * @param key a key
   * @param found what was found, in words
   * @param allowed what may stand there, in words
   * @return the complaint
   */
  public InvalidInputException wrong(String key, String found, String allowed) {
    return new InvalidInputException(file + ": " + at(key) + ": found " + found + ", allowed: " + allowed);
  }

  /** @return the file that this is a part of */
  public String file() {
    return file;
  }

  private String at(String key) {
    return path.isEmpty() ? shortened(key) : path + "." + shortened(key);
  }

  private static String text(JsonNode found) {
    return found.isNull() ? "nothing" : found.isTextual() ? "'" + shortened(found.asText()) + "'" : shortened(found.toString());
  }

  /** A message is one line, whatever the user wrote. */
  static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
