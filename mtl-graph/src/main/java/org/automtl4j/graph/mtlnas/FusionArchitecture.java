package org.automtl4j.graph.mtlnas;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The edges of a fusion network that are open: what a search finds. Immutable. The file is JSON that a person can read and edit; closing an edge is taking its
 * line out:
 *
 * <pre>{@code
 * { "format": "automtl4j-architecture", "version": 2, "method": "mtl-nas", "backbone": "vgg16_largefov",
 *   "tasks": [ "floor", "normal" ],
 *   "edges": { "floor": { "0:relu1_1": [ "normal 0:relu1_1" ], "1:relu1_2": [] } } }
 * }</pre>
 */
public final class FusionArchitecture {
  private final String method;
  private final String backbone;
  private final List<String> tasks;
  private final List<String> sites;
  private final Set<Edge> edges;

  /**
   * One connection: at a site, one task reads what another one had at the same or an earlier site.
   *
   * @param target the task that reads
   * @param source the task that is read, another one
   * @param targetSite index of the site where it reads
   * @param sourceSite index of the site whose feature it reads, at most the target's
   */
  public record Edge(String target, String source, int targetSite, int sourceSite) {

    @Override
    public String toString() {
      return target + "@" + targetSite + "<-" + source + "@" + sourceSite;
    }
  }

  FusionArchitecture(String method, String backbone, List<String> tasks, List<String> sites, Set<Edge> edges) {
    this.method = method;
    this.backbone = backbone;
    this.tasks = List.copyOf(tasks);
    this.sites = List.copyOf(sites);
    this.edges = new LinkedHashSet<>(edges);
  }

  /**
   * @param network whose edges
   * @return all of them open
   */
  public static FusionArchitecture all(FusionNetwork network) {
    return of(network, network.space().edges());
  }

  /**
   * @param network whose edges
   * @return none of them open
   */
  public static FusionArchitecture none(FusionNetwork network) {
    return of(network, List.of());
  }

  /**
   * @param network whose edges
   * @param open the open ones
   * @return the architecture
   * @throws org.automtl4j.core.InvalidInputException if the network's space lacks one; the message names it and those that there are
   */
  public static FusionArchitecture of(FusionNetwork network, List<Edge> open) {
    Set<Edge> ordered = new LinkedHashSet<>(network.space().edges());
    ordered.retainAll(new LinkedHashSet<>(open));
    Set<Edge> all = new LinkedHashSet<>(ordered);
    all.addAll(open);
    List<String> sites = network.space().sites().stream().map(FusionSite::key).toList();
    return new FusionArchitecture(network.method(), network.backbone().name(), network.space().tasks(), sites, all).checkedAgainst(network);
  }

  /**
   * @param network whose edges
   * @param logits one for each edge of the network's space, in its order
   * @return those whose logit is positive; 0 is closed
   */
  public static FusionArchitecture positive(FusionNetwork network, double... logits) {
    List<Edge> edges = network.space().edges();
    if (edges.size() != logits.length) {
      throw new IllegalArgumentException("the space has " + edges.size() + " edges, found " + logits.length + " logits");
    }
    List<Edge> open = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      if (logits[i] > 0) {
        open.add(edges.get(i));
      }
    }
    return of(network, open);
  }

  /**
   * @param file a file as {@link #save} writes it, perhaps edited
   * @return the architecture; {@link #checkedAgainst} tells whether it fits a network
   * @throws org.automtl4j.core.InvalidInputException if it cannot be read; the message says where and what is allowed
   */
  public static FusionArchitecture read(Path file) {
    return FusionArchitectureFile.read(file);
  }

  /**
   * @param json what {@link #toJson} gives
   * @return the architecture
   * @throws org.automtl4j.core.InvalidInputException if it cannot be read
   */
  public static FusionArchitecture fromJson(String json) {
    return FusionArchitectureFile.parse(json, "architecture");
  }

  /**
   * Writes the file whole or not at all, over an older one.
   *
   * @param file where to
   * @throws java.io.UncheckedIOException if that fails
   */
  public void save(Path file) {
    FusionArchitectureFile.write(this, file);
  }

  /** @return the text of the file */
  public String toJson() {
    return FusionArchitectureFile.format(this);
  }

  /** @return the method that it was found by */
  public String method() {
    return method;
  }

  /** @return the backbone's name; may be empty */
  public String backbone() {
    return backbone;
  }

  /** @return the tasks' names, in order */
  public List<String> tasks() {
    return tasks;
  }

  /** @return the sites as files call them, {@code <index>:<name>}, in order */
  public List<String> sites() {
    return sites;
  }

  /** @return the open edges */
  public List<Edge> edges() {
    return List.copyOf(edges);
  }

  /**
   * @param edge an edge
   * @return whether it is open
   */
  public boolean isOpen(Edge edge) {
    return edges.contains(edge);
  }

  /**
   * @param edge an edge
   * @return this architecture with the edge open
   */
  public FusionArchitecture opened(Edge edge) {
    Set<Edge> changed = new LinkedHashSet<>(edges);
    changed.add(edge);
    return new FusionArchitecture(method, backbone, tasks, sites, changed);
  }

  /**
   * @param edge an edge
   * @return this architecture with the edge closed
   */
  public FusionArchitecture closed(Edge edge) {
    Set<Edge> changed = new LinkedHashSet<>(edges);
    changed.remove(edge);
    return new FusionArchitecture(method, backbone, tasks, sites, changed);
  }

  /**
   * @param network the network that is to follow this architecture
   * @return this
   * @throws org.automtl4j.core.InvalidInputException if tasks, sites or an edge are not those of the network; the message names what is allowed
   */
  public FusionArchitecture checkedAgainst(FusionNetwork network) {
    FusionCheck.check(this, network);
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FusionArchitecture a && tasks.equals(a.tasks) && sites.equals(a.sites) && edges.equals(a.edges);
  }

  @Override
  public int hashCode() {
    return edges.hashCode();
  }

  @Override
  public String toString() {
    return "FusionArchitecture" + edges;
  }
}
