package org.automtl4j.app.config.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.automtl4j.app.config.CompatConfig;
import org.automtl4j.core.InvalidInputException;

/** Changes single keys of a tree: {@code policySearch.lambda=5e-4}, {@code tasks.depth.weight=2}, {@code tasks.0.weight=2}. */
public final class Assignments {
  private Assignments() {}

  /**
   * @param tree what was read; not changed
   * @param assignment {@code path=value}, the path's parts separated by dots, the value in YAML; an element of a list goes by its index or its name
   * @return the changed tree
   * @throws InvalidInputException if it is not of that form, or the path leads through something that has no keys
   */
  public static JsonNode apply(JsonNode tree, String assignment) {
    return apply(tree, assignment, assignment);
  }

  /** As {@link #apply(JsonNode, String)}, where messages call the assignment as the user wrote it. */
  static JsonNode apply(JsonNode tree, String assignment, String written) {
    String where = "--set " + written;
    int equals = assignment.indexOf('=');
    String path = equals < 0 ? "" : assignment.substring(0, equals).strip();
    if (path.isEmpty() || path.startsWith(".") || path.endsWith(".") || path.contains("..")) {
      throw new InvalidInputException(where + ": found no key and value, allowed: KEY=VALUE such as policySearch.iterations=400");
    }
    String text = assignment.substring(equals + 1);
    JsonNode value = text.isBlank() ? NullNode.getInstance() : YamlText.parse(text, where);
    JsonNode changed = tree.deepCopy();
    String[] parts = path.split("\\.");
    JsonNode place = changed;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (place instanceof ObjectNode object) {
        if (last) {
          object.set(parts[i], value);
        } else if (!object.has(parts[i]) || object.get(parts[i]).isNull()) {
          place = object.putObject(parts[i]);
        } else {
          place = expand(object, parts[i]);
        }
      } else if (place instanceof ArrayNode array) {
        int index = index(array, parts[i]).orElseThrow(() -> new InvalidInputException(where + ": the list has no such element; " + elements(array)));
        if (last) {
          array.set(index, value);
        }
        place = array.get(index);
      } else {
        throw new InvalidInputException(where + ": '" + parts[i - 1] + "' is a single value and has no key '" + parts[i] + "'");
      }
    }
    return changed;
  }

  /** A short form such as {@code head: linear} or {@code compat: AUTOMTL} stays what it is unless one of its keys is set. */
  private static JsonNode expand(ObjectNode object, String name) {
    JsonNode node = object.get(name);
    Optional<JsonNode> section = name.equals("compat") ? Schema.preset(CompatConfig.class, node) : Optional.empty();
    if (section.isPresent()) {
      return object.set(name, section.get()).get(name);
    }
    return node.isTextual() && name.equals("head") ? object.putObject(name).put("type", node.asText()) : node;
  }

  private static OptionalInt index(ArrayNode array, String part) {
    return IntStream.range(0, array.size())
        .filter(i -> part.equals(Integer.toString(i)) || Optional.ofNullable(array.get(i).get("name")).filter(n -> n.asText().equals(part)).isPresent())
        .findFirst();
  }

  private static String elements(ArrayNode array) {
    if (array.isEmpty()) {
      return "it is empty";
    }
    return "it has " + IntStream.range(0, array.size()).mapToObj(i -> array.get(i).path("name").asText(Integer.toString(i))).collect(Collectors.joining(", "));
  }
}
