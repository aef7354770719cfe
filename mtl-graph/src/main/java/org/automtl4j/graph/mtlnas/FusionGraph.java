package org.automtl4j.graph.mtlnas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.choice.BinaryConcrete;
import org.automtl4j.graph.head.NetworkHeadScope;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.network.BackboneCopy;
import org.automtl4j.graph.network.Features;
import org.automtl4j.graph.network.NetworkScope;
import org.automtl4j.graph.network.NetworkStructure;
import org.automtl4j.graph.network.Role;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The structure of a fusion network. Stage by stage, all tasks' features are computed; then each task fuses its own with those of the others, as they were
 * before their fusion; what is fused feeds the next stage.
 */
final class FusionGraph implements NetworkStructure {
  private final FusionNetwork network;

  FusionGraph(FusionNetwork network) {
    this.network = network;
  }

  @Override
  public void build(NetworkScope scope) {
    FusionView view = network.view(scope.request().view());
    boolean alone = view instanceof FusionView.Alone;
    FusionSpace space = network.space();
    List<Edge> open = alone ? List.of() : view instanceof FusionView.Discrete d ? space.edges().stream().filter(d.architecture()::isOpen).toList() : space.edges();
    boolean gated = (view instanceof FusionView.Gated || view instanceof FusionView.Soft) && !open.isEmpty();
    Optional<Map<Edge, SDVariable>> gates = gated ? Optional.of(gates(scope, open, view instanceof FusionView.Soft)) : Optional.empty();
    Reach reach = new Reach(scope.tasks(), open, space.sites().size());
    Map<String, BackboneCopy> copies = new LinkedHashMap<>();
    space.tasks().stream().filter(task -> reach.hasFeature(task, 0)).forEach(task -> copies.put(task, new BackboneCopy(scope, network.backbone(), task)));
    Map<String, SDVariable> features = new HashMap<>();
    Fused fused = new Fused(scope, network);
    for (FusionSite site : alone ? List.<FusionSite>of() : space.sites()) {
      copies.forEach((task, copy) -> {
        if (reach.hasFeature(task, site.index())) {
          features.put(task + "@" + site.index(), copy.upTo(site.layer()));
        }
      });
      copies.forEach((task, copy) -> {
        if (reach.isFused(task, site.index())) {
          SDVariable own = features.get(task + "@" + site.index());
          SDVariable value = fuses(task) ? fusion(scope, site, task, own, open, features, gates) : own; // [N, C, H, W]
          copy.replace(site.layer(), fused.add(site, task, value));
        }
      });
    }
    for (Task task : network.tasks()) {
      if (scope.tasks().contains(task.name())) {
        SDVariable feature = copies.get(task.name()).output(); // [N, C, h, w]
        scope.expose("feature." + task.name(), feature);
        NetworkHeadScope.build(scope, network.head(task.name()), task, new Features(List.of(new Features.FeatureMap(feature, scope.shape(feature)))));
      }
    }
    if (scope.training() && !alone) {
      fused.auxiliary();
    }
  }

  private boolean fuses(String task) {
    return network.settings().operator().fuses(network.space().tasks().indexOf(task));
  }

  private SDVariable fusion(
      NetworkScope scope, FusionSite site, String task, SDVariable own, List<Edge> open, Map<String, SDVariable> features, Optional<Map<Edge, SDVariable>> gates) {
    List<Edge> candidates = network.space().incoming(task, site.index());
    List<Edge> edges = candidates.stream().filter(open::contains).toList();
    List<SDVariable> read = edges.stream().map(edge -> features.get(edge.source() + "@" + edge.sourceSite())).toList();
    return new Fusion(scope, network.settings(), site, task).build(own, candidates.size(), edges, read, gates);
  }

  /** The gate of each edge, [1]. */
  private static Map<Edge, SDVariable> gates(NetworkScope scope, List<Edge> edges, boolean soft) {
    SDVariable logits = scope.parameter(FusionNames.LOGITS, Role.CHOICE, Initializer.constant(0), edges.size()); // [E]
    SDVariable all = soft ? scope.sameDiff().nn().sigmoid("gates", logits) : new BinaryConcrete().sample(scope, logits, "gates"); // [E]
    scope.expose("gates", all);
    Map<Edge, SDVariable> gates = new HashMap<>();
    for (int e = 0; e < edges.size(); e++) {
      gates.put(edges.get(e), scope.sameDiff().stridedSlice("gate." + e, all, new long[] {e}, new long[] {e + 1}, 1)); // [1]
    }
    return gates;
  }
}
