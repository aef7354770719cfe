package org.automtl4j.app.config.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.automtl4j.app.config.Baseline;
import org.automtl4j.core.config.Key;

/** The single values of a configuration: their types and ranges. */
final class Scalars {
  private static final Map<Class<?>, Class<?>> BOXES = Map.of(int.class, Integer.class, long.class, Long.class, double.class, Double.class, boolean.class,
      Boolean.class);

  private Scalars() {}

  /** The value, or empty if the node is of another type or out of range. */
  static Optional<Object> parse(Class<?> type, JsonNode node, Key key) {
    if (!node.isValueNode() || node.isNull()) {
      return Optional.empty();
    }
    Class<?> box = BOXES.getOrDefault(type, type);
    if (Number.class.isAssignableFrom(box)) {
      return number(box, node).filter(number -> inRange(((Number) number).doubleValue(), key));
    }
    String text = node.asText();
    if (box == Boolean.class) {
      return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
    }
    if (box.isEnum()) {
      return Arrays.stream(box.getEnumConstants()).filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(text)).map(Object.class::cast).findFirst();
    }
    if (text.isBlank()) {
      return Optional.empty();
    }
    if (box == Baseline.class) {
      return Baseline.of(text).map(Object.class::cast);
    }
    return box == Path.class ? path(text) : Optional.of(text);
  }

  private static Optional<Object> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<Object> number(Class<?> box, JsonNode node) {
    if (!node.isNumber() && !node.isTextual()) {
      return Optional.empty();
    }
    try {
      // YAML takes 5e-4 for text, since it wants a dot; people do not.
      BigDecimal exact = node.isTextual() ? new BigDecimal(node.asText()) : node.decimalValue();
      if (box == Double.class) {
        double value = exact.doubleValue();
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
      }
      long whole = exact.longValueExact();
      return Optional.of(box == Long.class ? (Object) whole : (Object) Math.toIntExact(whole));
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean inRange(double value, Key key) {
    return value >= key.min() && value > key.above() && value <= key.max() && value < key.below();
  }

  /** What may stand there, in words. */
  static String allowed(Class<?> type, Key key) {
    Class<?> box = BOXES.getOrDefault(type, type);
    if (box.isEnum()) {
      return "one of " + Arrays.stream(box.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
    }
    if (box == Baseline.class) {
      return "one of " + String.join(", ", Baseline.words());
    }
    if (Number.class.isAssignableFrom(box)) {
      return (box == Double.class ? "a number" : "a whole number") + range(key);
    }
    if (box == Boolean.class) {
      return "true or false";
    }
    if (Schema.isVariants(box)) {
      return "a section whose " + Schema.variantKey(box) + " is one of " + String.join(", ", Schema.variants(box).keySet());
    }
    if (box.isRecord()) {
      return "a section with the keys " + String.join(", ", Schema.names(box));
    }
    return box == List.class ? "a list" : box == Path.class ? "a file" : "a text";
  }

  private static String range(Key key) {
    String low = bound("at least ", key.min()) + bound("greater than ", key.above());
    String high = bound("at most ", key.max()) + bound("less than ", key.below());
    if (low.isEmpty() && high.isEmpty()) {
      return "";
    }
    String both = low + (low.isEmpty() || high.isEmpty() ? "" : " and ") + high;
    return (both.startsWith("at ") ? " of " : " ") + both;
  }

  private static String bound(String words, double value) {
    return Double.isInfinite(value) ? "" : words + plain(value);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
  }
}
