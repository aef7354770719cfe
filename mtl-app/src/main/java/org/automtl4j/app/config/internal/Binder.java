package org.automtl4j.app.config.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.automtl4j.app.config.MethodConfig;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;
import org.automtl4j.core.config.OtherKey;
import org.automtl4j.train.method.Methods;

/**
 * Makes configuration records of a tree, strictly: each unknown key, wrong type and value out of range is an error that names the key's path. A section that
 * is given in part is completed by its default, as long as both are of the same variant.
 */
public final class Binder {
  private static final int LONGEST = 80;
  private static final String NAME = "name";

  private final String source;
  private final KeyLines lines;
  private final UnaryOperator<String> words;
  /** The values of the root's keys, of which a method's settings may take some. */
  private final Map<String, Object> root = new LinkedHashMap<>();

  /**
   * @param source where the tree comes from, for messages
   * @param lines where its keys stand in it
   * @param words what the user calls the key of a path
   */
  public Binder(String source, KeyLines lines, UnaryOperator<String> words) {
    this.source = source;
    this.lines = lines;
    this.words = words;
  }

  /**
   * @param <T> the record's type
   * @param type the record
   * @param tree what was read
   * @return the record
   * @throws InvalidInputException if the tree does not fit
   */
  public <T extends Record> T bind(Class<T> type, JsonNode tree) {
    return type.cast(record(type, tree, Optional.empty(), "", List.of()));
  }

  private Object record(Class<?> type, JsonNode given, Optional<JsonNode> fallback, String path, List<String> alsoKnown) {
    JsonNode tree = Schema.preset(type, given).orElse(given);
    if (!tree.isObject()) {
      throw wrong(path, tree, Schema.presetName(type).map(name -> name + ", or ").orElse("") + "a section with the keys "
          + String.join(", ", Schema.names(type)));
    }
    List<String> known = new ArrayList<>(alsoKnown);
    known.addAll(Schema.names(type));
    for (Iterator<String> names = tree.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw unknown(join(path, name), known, name);
      }
    }
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    // The method's settings last: they may take values of other keys.
    for (boolean methods : new boolean[] {false, true}) {
      for (int i = 0; i < components.length; i++) {
        if ((components[i].getType() == MethodConfig.class) == methods) {
          values[i] = component(components[i], tree, fallback, join(path, components[i].getName()));
          if (path.isEmpty()) {
            root.put(components[i].getName(), values[i]);
          }
        }
      }
    }
    return construct(type, components, values, path);
  }

  private Object component(RecordComponent component, JsonNode tree, Optional<JsonNode> fallback, String path) {
    if (component.isAnnotationPresent(OtherKey.class)) {
      return other(component.getAnnotation(OtherKey.class).value());
    }
    Key key = Schema.key(component);
    Optional<JsonNode> given = Optional.ofNullable(tree.get(component.getName()));
    Optional<JsonNode> inherited = fallback.map(f -> f.get(component.getName())).or(() -> Schema.defaultOf(component).map(text -> YamlText.parse(text, "default")));
    boolean optional = component.getType() == Optional.class;
    Type type = optional ? Schema.argument(component.getGenericType()) : component.getGenericType();
    if (given.isPresent() && given.get().isNull()) {
      if (!optional) {
        throw wrong(path, given.get(), Scalars.allowed(Schema.raw(type), key));
      }
      return Optional.empty();
    }
    Optional<JsonNode> node = given.or(() -> inherited);
    if (node.isEmpty()) {
      if (optional) {
        return Optional.empty();
      }
      throw new InvalidInputException(source + ": " + words.apply(path) + ": missing; " + Scalars.allowed(Schema.raw(type), key) + " is needed. " + key.value());
    }
    Object value = value(type, node.get(), given.isPresent() ? inherited : Optional.empty(), key, path);
    return optional ? Optional.of(value) : value;
  }

  private Object value(Type type, JsonNode node, Optional<JsonNode> fallback, Key key, String path) {
    Class<?> raw = Schema.raw(type);
    if (raw == List.class) {
      return list(Schema.argument(type), node, key, path);
    }
    if (Schema.isVariants(raw)) {
      return variant(raw, node, fallback, path);
    }
    if (raw == MethodConfig.class) {
      return method(node, path);
    }
    if (raw.isRecord()) {
      return record(raw, node, fallback, path, List.of());
    }
    return Scalars.parse(raw, node, key).orElseThrow(() -> wrong(path, node, Scalars.allowed(raw, key)));
  }

  private List<Object> list(Type element, JsonNode node, Key key, String path) {
    if (!node.isArray() || key.size() >= 0 && node.size() != key.size() || key.size() == -2 && node.isEmpty()) {
      String count = key.size() >= 0 ? key.size() + " elements" : key.size() == -2 ? "at least one element" : "any number of elements";
      throw wrong(path, node, "a list of " + count + ", each " + Scalars.allowed(Schema.raw(element), key));
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      values.add(value(element, node.get(i), Optional.empty(), key, path + "[" + i + "]"));
    }
    return List.copyOf(values);
  }

  private Object variant(Class<?> type, JsonNode node, Optional<JsonNode> fallback, String path) {
    String variantKey = Schema.variantKey(type);
    Map<String, Class<?>> variants = Schema.variants(type);
    // "head: linear" is short for "head: {type: linear}".
    JsonNode section = node.isTextual() ? JsonNodeFactory.instance.objectNode().set(variantKey, node) : node;
    String names = "one of " + String.join(", ", variants.keySet());
    if (!section.isObject()) {
      throw wrong(path, node, "a section whose " + variantKey + " is " + names);
    }
    Optional<JsonNode> inherited = fallback.map(f -> f.get(variantKey));
    JsonNode chosen = Optional.ofNullable(section.get(variantKey)).or(() -> inherited)
        .orElseThrow(() -> new InvalidInputException(source + ": " + join(path, variantKey) + ": missing; " + names + " is needed"));
    String name = variants.keySet().stream().filter(v -> v.equalsIgnoreCase(chosen.asText())).findFirst()
        .orElseThrow(() -> wrong(join(path, variantKey), chosen, names));
    boolean same = inherited.filter(i -> i.asText().equalsIgnoreCase(name)).isPresent();
    ObjectNode own = ((ObjectNode) section).deepCopy();
    own.remove(variantKey);
    return record(variants.get(name), own, same ? fallback : Optional.empty(), path, List.of(variantKey));
  }

  private MethodConfig method(JsonNode node, String path) {
    List<String> names = Methods.names();
    if (!node.isObject()) {
      throw wrong(path, node, "a section whose " + NAME + " is one of " + String.join(", ", names));
    }
    ObjectNode own = ((ObjectNode) node).deepCopy();
    JsonNode name = Optional.ofNullable(own.remove(NAME)).orElseGet(() -> JsonNodeFactory.instance.textNode(MethodConfig.USUAL));
    if (!names.contains(name.asText())) {
      String hint = NearestName.of(name.asText(), names).map(nearest -> "; did you mean '" + nearest + "'?").orElse("");
      throw wrong(join(path, NAME), name, "one of " + String.join(", ", names) + hint);
    }
    Class<? extends Record> settings = Methods.named(name.asText()).settings();
    return new MethodConfig(name.asText(), (Record) record(settings, own, Optional.empty(), path, List.of(NAME)));
  }

  /** What the key of a path from the root says, which is bound already. */
  private Object other(String path) {
    String[] parts = path.split("\\.");
    Object value = root.get(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      String name = parts[i];
      Object section = value;
      value = Schema.components(section.getClass()).stream().filter(c -> c.getName().equals(name)).findFirst().map(c -> Schema.value(section, c))
          .orElseThrow(() -> new IllegalStateException("the configuration has no key " + path));
    }
    return value;
  }

  private Object construct(Class<?> type, RecordComponent[] components, Object[] values, String path) {
    Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true); // a method's settings need not be public
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidInputException wrong) {
        throw new InvalidInputException(said(type, path, wrong.getMessage()), wrong);
      }
      throw new IllegalStateException("cannot make " + type, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type, e);
    }
  }

  private InvalidInputException unknown(String path, List<String> known, String name) {
    String hint = NearestName.of(name, known).map(nearest -> "did you mean '" + nearest + "'?").orElse("known here: " + String.join(", ", known));
    return new InvalidInputException(at(path) + "unknown key; " + hint);
  }

  private InvalidInputException wrong(String path, JsonNode found, String allowed) {
    String text = found.isNull() ? "nothing" : found.isTextual() ? "'" + shorten(found.asText()) + "'" : shorten(found.toString());
    return new InvalidInputException(at(path) + "found " + text + ", allowed: " + allowed);
  }

  /** What a record says of its values; those of a method's settings begin with the key that is meant. */
  private String said(Class<?> type, String path, String message) {
    String key = message.replaceFirst("[.:\\[].*", "");
    Optional<RecordComponent> meant = Arrays.stream(type.getRecordComponents()).filter(c -> path.equals(MethodKeys.SECTION) && c.getName().equals(key)).findFirst();
    if (meant.isEmpty()) {
      return at(path) + message;
    }
    String place = meant.get().isAnnotationPresent(OtherKey.class) ? key : join(path, key);
    return at(place) + message.substring(key.length()).replaceFirst("^: ", "");
  }

  /** The place of a key, as its user calls it, with the line on which it stands. */
  private String at(String path) {
    String key = words.apply(path);
    OptionalInt line = lines.line(key);
    return source + (line.isPresent() ? ", line " + line.getAsInt() : "") + ": " + (key.isEmpty() ? "" : shorten(key) + ": ");
  }

  /** A message is one line, whatever the user wrote. */
  private static String shorten(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
