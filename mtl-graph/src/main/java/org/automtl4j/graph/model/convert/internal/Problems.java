package org.automtl4j.graph.model.convert.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a backbone cannot have, by kind: hundreds of nodes of one kind are one line with a count and the first of them. */
final class Problems {
  private static final int MOST_KINDS = 12;

  private Problems() {}

  /**
   * One node that cannot be had.
   *
   * @param node the node as messages call it, its type first
   * @param why the reason
   */
  record Problem(String node, String why) {

    /** Type and reason, without what is this node's own. */
    private String kind() {
      int name = node.indexOf(" '");
      return (name < 0 ? node : node.substring(0, name)) + ": " + why.replaceAll("'[^']*'", "''").replaceAll("\\d+", "0");
    }
  }

  static String grouped(List<Problem> problems) {
    Map<String, List<Problem>> kinds = new LinkedHashMap<>();
    problems.forEach(problem -> kinds.computeIfAbsent(problem.kind(), kind -> new ArrayList<>()).add(problem));
    List<String> parts = new ArrayList<>();
    for (List<Problem> kind : kinds.values()) {
      Problem first = kind.get(0);
      int name = first.node().indexOf(" '");
      parts.add(kind.size() == 1 ? first.node() + ": " + first.why()
          : kind.size() + " " + (name < 0 ? first.node() : first.node().substring(0, name) + " (the first is" + first.node().substring(name) + ")") + ": " + first.why());
      if (parts.size() == MOST_KINDS && kinds.size() > MOST_KINDS) {
        parts.add("and " + (kinds.size() - MOST_KINDS) + " kinds more");
        break;
      }
    }
    return String.join("; ", parts);
  }
}
