package org.automtl4j.graph.mtlnas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.choice.ChoiceSpace;
import org.automtl4j.graph.choice.Site;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;

/**
 * Which connections a fusion network may have: for each pair of different tasks, site i of the one may read site j of the other if j is not behind i, less than
 * {@code depthLimit} sites before it, and of the same group unless edges may go from one group to another.
 */
public final class FusionSpace {
  private final List<String> tasks;
  private final List<FusionSite> sites;
  private final List<Edge> edges = new ArrayList<>();
  private final Map<Edge, Integer> places = new HashMap<>();

  /**
   * @param tasks names of the tasks, at least one
   * @param sites the sites
   * @param operator says which tasks are fused at all
   * @param depthLimit how far back an edge may reach, its own site counted: 1 for the same site only
   * @param crossGroups whether an edge may connect sites of different groups
   * @throws InvalidInputException for a limit below 1
   */
  public FusionSpace(List<String> tasks, List<FusionSite> sites, FusionOperator operator, int depthLimit, boolean crossGroups) {
    if (depthLimit < 1) {
      throw new InvalidInputException("depthLimit is " + depthLimit + ", allowed is a whole number from 1, which connects a site with the same one of other tasks only; "
          + sites.size() + " or more is no limit");
    }
    this.tasks = List.copyOf(tasks);
    this.sites = List.copyOf(sites);
    for (FusionSite target : this.sites) {
      for (int t = 0; t < tasks.size(); t++) {
        for (int u = 0; u < tasks.size(); u++) {
          for (int j = Math.max(0, target.index() - depthLimit + 1); j <= target.index() && u != t && operator.fuses(t); j++) {
            if (crossGroups || sites.get(j).group() == target.group()) {
              places.put(new Edge(tasks.get(t), tasks.get(u), target.index(), j), edges.size());
              edges.add(new Edge(tasks.get(t), tasks.get(u), target.index(), j));
            }
          }
        }
      }
    }
  }

  /** @return names of the tasks, in order */
  public List<String> tasks() {
    return tasks;
  }

  /** @return the sites, in order */
  public List<FusionSite> sites() {
    return sites;
  }

  /** @return all edges, by target site, then target task, then source task, then source site: the order of the gates' logits */
  public List<Edge> edges() {
    return List.copyOf(edges);
  }

  /**
   * @param edge an edge
   * @return whether the space has it
   */
  public boolean has(Edge edge) {
    return places.containsKey(edge);
  }

  /**
   * @param edge an edge of this space
   * @return its position among {@link #edges}
   */
  public int place(Edge edge) {
    return Optional.ofNullable(places.get(edge)).orElseThrow(() -> new IllegalArgumentException("the space has no edge " + edge));
  }

  /**
   * @param target a task
   * @param site index of a site
   * @return the edges that lead there, in order
   */
  public List<Edge> incoming(String target, int site) {
    return edges.stream().filter(edge -> edge.targetSite() == site && edge.target().equals(target)).toList();
  }

  /** @return the same as choices between off and on */
  public ChoiceSpace choices() {
    return new ChoiceSpace(edges.stream().map(edge -> new Site(edge.toString(), Optional.of(edge.target()), List.of("off", "on"))).toList());
  }
}
