package org.automtl4j.app.config.internal;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.automtl4j.app.config.MethodConfig;
import org.automtl4j.core.config.Variant;

/** Writes configuration records as YAML that reads back equal: sections in blocks, variants and lists in one line each. */
public final class YamlWriter {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_/-]*(\\.[A-Za-z0-9_/-]+)*");
  private static final Set<String> RESERVED = Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  private YamlWriter() {}

  /**
   * @param record a configuration
   * @return its YAML, ending in a line end; keys that are empty are left out
   */
  public static String write(Record record) {
    StringBuilder out = new StringBuilder();
    section(record, "", out);
    return out.toString();
  }

  /** One value in one line; empty for an empty one. */
  static Optional<String> value(Object value) {
    return value instanceof Optional<?> optional ? optional.map(YamlWriter::inline) : Optional.of(inline(value));
  }

  private static void section(Object record, String indent, StringBuilder out) {
    for (RecordComponent component : Schema.components(record.getClass())) {
      Object value = Schema.value(record, component);
      if (value instanceof Optional<?> optional) {
        if (optional.isEmpty()) {
          continue;
        }
        value = optional.get();
      }
      out.append(indent).append(component.getName()).append(':');
      if (value instanceof MethodConfig method) {
        out.append('\n').append(indent).append("  name: ").append(method.name()).append('\n');
        section(method.settings(), indent + "  ", out);
      } else if (value instanceof Record && !value.getClass().isAnnotationPresent(Variant.class)) {
        StringBuilder inside = new StringBuilder();
        section(value, indent + "  ", inside);
        out.append(inside.isEmpty() ? " {}" : "").append('\n').append(inside);
      } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record) {
        out.append('\n');
        list.forEach(element -> out.append(indent).append("  - ").append(inline(element)).append('\n'));
      } else {
        out.append(' ').append(inline(value)).append('\n');
      }
    }
  }

  private static String inline(Object value) {
    if (value instanceof List<?> list) {
      return "[" + String.join(", ", list.stream().map(YamlWriter::inline).toList()) + "]";
    }
    if (value instanceof Record record) {
      StringBuilder out = new StringBuilder("{");
      Variant variant = record.getClass().getAnnotation(Variant.class);
      if (variant != null) {
        Class<?> variants = record.getClass().getInterfaces()[0];
        out.append(Schema.variantKey(variants)).append(": ").append(variant.value());
      }
      for (RecordComponent component : Schema.components(record.getClass())) {
        Object part = Schema.value(record, component);
        if (part instanceof Optional<?> optional) {
          if (optional.isEmpty()) {
            continue;
          }
          part = optional.get();
        }
        out.append(out.length() > 1 ? ", " : "").append(component.getName()).append(": ").append(inline(part));
      }
      return out.append('}').toString();
    }
    if (value instanceof Double number) {
      return number == Math.rint(number) && Math.abs(number) < 1e9 ? Long.toString(number.longValue()) : number.toString().replace("E", "e");
    }
    if (value instanceof Number || value instanceof Boolean || value instanceof Enum<?>) {
      return value.toString();
    }
    String text = value.toString();
    return PLAIN.matcher(text).matches() && !RESERVED.contains(text.toLowerCase(Locale.ROOT)) ? text : quoted(text);
  }

  /** Double quotes; whatever YAML might refuse or change stands as an escape. */
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= ' ' && c < 127 || Character.isLetterOrDigit(c)) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return out.append('"').toString();
  }
}
