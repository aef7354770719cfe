package org.automtl4j.app.config.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.automtl4j.app.config.MethodConfig;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.method.Methods;

/**
 * The keys of the section {@code method}. Those of AutoMTL may stand at the top, where they stood before there were other methods, and always may; they are
 * lifted into the section, and messages call each key as its user does.
 */
public final class MethodKeys {
  /** The section. */
  static final String SECTION = "method";

  private static final String NAME = "name";
  private static final String PREFIX = SECTION + ".";
  private static final List<String> LIFTED = List.of("stages", "batchNormPolicy", "preTraining", "policySearch", "sampling", "postTraining");

  private final String source;
  private final Set<String> nested = new TreeSet<>();
  private final Set<String> lifted = new TreeSet<>();
  private final Set<String> idle = new TreeSet<>();
  /** Keys that were written before the method was chosen anew. */
  private final Set<String> before = new TreeSet<>();
  private final String written;
  private KeyLines lines;
  private JsonNode tree;

  private MethodKeys(JsonNode tree, String source, KeyLines lines) {
    this.source = source;
    this.lines = lines;
    this.tree = tree;
    if (tree instanceof ObjectNode root) {
      Optional<ObjectNode> section = section(root);
      section.ifPresent(s -> LIFTED.stream().filter(s::has).forEach(nested::add));
      LIFTED.stream().filter(root::has).forEach(key -> lift(root, key));
    }
    this.written = name();
    tree.path(SECTION).fieldNames().forEachRemaining(before::add);
  }

  /**
   * @param tree what was read, which is changed
   * @param source where it comes from, for messages
   * @param lines where its keys stand
   * @return its keys
   * @throws InvalidInputException if a key of the method stands at both places
   */
  public static MethodKeys of(JsonNode tree, String source, KeyLines lines) {
    return new MethodKeys(tree, source, lines);
  }

  /**
   * @param keys of a whole configuration by their paths
   * @return the same with the names by which AutoMTL's keys go without {@code method.}
   */
  public static Map<String, String> flat(Map<String, String> keys) {
    Map<String, String> all = new LinkedHashMap<>();
    keys.forEach((key, value) -> all.put(LIFTED.stream().anyMatch(k -> key.matches(PREFIX + k + "([.\\[].*)?")) ? key.substring(PREFIX.length()) : key, value));
    return all;
  }

  /** The section, in full where it is written as a name alone; empty where there is none, or none that has keys. */
  private static Optional<ObjectNode> section(ObjectNode root) {
    JsonNode node = root.get(SECTION);
    if (node != null && node.isTextual()) {
      return Optional.of(root.putObject(SECTION).put(NAME, node.asText()));
    }
    return Optional.ofNullable(node).filter(JsonNode::isObject).map(ObjectNode.class::cast);
  }

  private void lift(ObjectNode root, String key) {
    ObjectNode section = section(root).orElseGet(() -> root.putObject(SECTION));
    if (section.has(key)) {
      throw new InvalidInputException(source + ": " + key + ": found at the top and as " + PREFIX + key + ", allowed: one of them");
    }
    section.set(key, root.remove(key));
    lifted.add(key);
  }

  /**
   * Changes a key.
   *
   * @param assignment {@code path=value}; AutoMTL's keys with or without {@code method.}
   */
  public void assign(String assignment) {
    String key = assignment.replaceFirst("[.=].*", "").strip();
    boolean lifting = LIFTED.contains(key);
    if (lifting) {
      lifted.add(key);
      nested.remove(key);
    } else if (key.equals(SECTION)) {
      LIFTED.stream().filter(k -> assignment.strip().startsWith(PREFIX + k)).forEach(nested::add);
    }
    JsonNode section = tree.path(SECTION);
    tree = Assignments.apply(tree, lifting ? PREFIX + assignment.strip() : assignment, assignment);
    lines = lines.without(assignment.replaceFirst("=.*", "").strip());
    before.remove(key.equals(SECTION) ? assignment.strip().replaceFirst("^method\\.?", "").replaceFirst("[.=].*", "").strip() : key);
    if (tree instanceof ObjectNode root && assignment.replaceFirst("=.*", "").strip().equals(SECTION)) {
      // Another section takes the place of the one that was written, but not of the keys at the top.
      before.retainAll(lifted);
      section(root).ifPresent(now -> lifted.stream().filter(k -> section.has(k) && !now.has(k)).forEach(k -> now.set(k, section.get(k))));
    }
  }

  /** The tree with all keys of the method in their section, and nothing in it that only another method than the chosen one reads. */
  public JsonNode tree() {
    String name = name();
    if (tree.path(SECTION) instanceof ObjectNode section && Methods.names().contains(name)) {
      boolean other = !name.equals(written);
      Class<?> settings = Methods.named(name).settings();
      List<String> keys = new ArrayList<>();
      section.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        if (!key.equals(NAME) && (other && before.contains(key) || lifted.contains(key) && !name.equals(MethodConfig.USUAL))) {
          keep(section, key, settings, "");
        }
      }
    }
    return tree;
  }

  /** Takes a key away that its record has not, or what its section has and the record's has not. */
  private void keep(ObjectNode section, String key, Class<?> record, String path) {
    Optional<RecordComponent> component = Schema.components(record).stream().filter(c -> c.getName().equals(key)).findFirst();
    if (component.isEmpty()) {
      section.remove(key);
      idle.add(path + key);
    } else if (component.get().getType().isRecord() && section.get(key) instanceof ObjectNode inside) {
      List<String> keys = new ArrayList<>();
      inside.fieldNames().forEachRemaining(keys::add);
      keys.forEach(k -> keep(inside, k, component.get().getType(), path + key + "."));
    }
  }

  /** @return the name of the method that is chosen */
  public String name() {
    return tree.path(SECTION).path(NAME).asText(MethodConfig.USUAL);
  }

  /** @return where the keys stand that no assignment changed */
  public KeyLines lines() {
    return lines;
  }

  /** @return keys that were written for another method than the one that is chosen, and that it does not read */
  public Set<String> idle() {
    return Set.copyOf(idle);
  }

  /**
   * @param path of a key
   * @return the same as its user writes it
   */
  public String words(String path) {
    if (!path.startsWith(PREFIX)) {
      return path;
    }
    String inside = path.substring(PREFIX.length());
    String key = inside.replaceFirst("[.:\\[ ].*", "");
    return LIFTED.contains(key) && !nested.contains(key) ? inside : path;
  }
}
