package org.automtl4j.graph.mtlnas;

import java.util.List;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;

/** Tells whether an architecture fits a network. */
final class FusionCheck {
  private FusionCheck() {}

  static void check(FusionArchitecture architecture, FusionNetwork network) {
    FusionSpace space = network.space();
    if (!architecture.tasks().equals(space.tasks())) {
      throw new InvalidInputException("architecture: its tasks are " + architecture.tasks() + ", those of the model " + space.tasks());
    }
    List<String> sites = space.sites().stream().map(FusionSite::key).toList();
    if (!architecture.sites().equals(sites)) {
      throw new InvalidInputException("architecture: its fusion sites are " + architecture.sites() + ", those of the model on backbone '" + network.backbone().name() + "' "
          + sites);
    }
    for (Edge edge : architecture.edges()) {
      if (!space.has(edge)) {
        throw new InvalidInputException("architecture: the space has no edge " + describe(edge, space) + "; " + allowed(edge, space));
      }
    }
  }

  private static String describe(Edge edge, FusionSpace space) {
    return "from '" + edge.source() + "', site " + site(edge.sourceSite(), space) + ", to '" + edge.target() + "', site " + site(edge.targetSite(), space);
  }

  private static String site(int index, FusionSpace space) {
    return index >= 0 && index < space.sites().size() ? space.sites().get(index).key() : String.valueOf(index);
  }

  private static String allowed(Edge edge, FusionSpace space) {
    if (!space.tasks().contains(edge.target()) || !space.tasks().contains(edge.source())) {
      return "the tasks are " + String.join(", ", space.tasks());
    }
    String there = space.incoming(edge.target(), edge.targetSite()).stream().map(e -> "'" + e.source() + "' " + site(e.sourceSite(), space))
        .collect(Collectors.joining(", "));
    return there.isEmpty() ? "that site of '" + edge.target() + "' reads no other task" : "that site may read " + there;
  }
}
