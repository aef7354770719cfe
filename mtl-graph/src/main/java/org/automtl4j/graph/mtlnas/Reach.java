package org.automtl4j.graph.mtlnas;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;

/** How much of each task's network the wanted predictions depend on. */
final class Reach {
  private final Map<String, Integer> last = new HashMap<>();

  /**
   * @param wanted the tasks whose predictions are wanted
   * @param open the edges that are computed
   * @param sites how many sites there are
   */
  Reach(List<String> wanted, List<Edge> open, int sites) {
    wanted.forEach(task -> last.put(task, sites));
    boolean more = true;
    while (more) {
      more = false;
      for (Edge edge : open) {
        if (isFused(edge.target(), edge.targetSite()) && !hasFeature(edge.source(), edge.sourceSite())) {
          last.put(edge.source(), edge.sourceSite());
          more = true;
        }
      }
    }
  }

  /** Whether the task's feature at a site, before fusion, is needed. */
  boolean hasFeature(String task, int site) {
    return last.getOrDefault(task, -1) >= site;
  }

  /** Whether the fusion there is needed: something of the task behind it is. */
  boolean isFused(String task, int site) {
    return last.getOrDefault(task, -1) > site;
  }
}
