package org.automtl4j.app.config.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A tree as a list of paths with values. */
public final class FlatKeys {
  private FlatKeys() {}

  /**
   * @param tree a configuration
   * @return each value under its path, in the tree's order
   */
  public static Map<String, String> of(JsonNode tree) {
    Map<String, String> all = new LinkedHashMap<>();
    collect(tree, "", all);
    return all;
  }

  private static void collect(JsonNode node, String path, Map<String, String> all) {
    if (node.isObject()) {
      node.properties().forEach(field -> collect(field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey(), all));
    } else if (node.isArray() && node.size() > 0 && node.get(0).isObject()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), path + "[" + i + "]", all);
      }
    } else {
      all.put(path, node.isTextual() ? node.asText() : node.toString());
    }
  }
}
