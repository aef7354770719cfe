package org.automtl4j.graph.mtlnas;

import java.util.List;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.network.NetworkGraph;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Terms that a search adds to the losses of its architecture step, as means over tasks of means over the edges that lead to a task. They are functions of the
 * logits alone, whatever kind of gates the forward pass has; their factors are the caller's.
 */
public final class GatePenalties {
  private GatePenalties() {}

  /**
   * The mean entropy of gates that are on with probability p = sigmoid(logit), -p ln p - (1 - p) ln(1 - p) = softplus(logit) - logit p: drives gates to 0 or 1.
   * Its gradient is 0 at logit 0, so the losses have to break the tie.
   *
   * @param network the network
   * @param graph its graph of view {@link FusionView.Gated}
   * @param name the term's name in the graph
   * @return a scalar in [0, ln 2], in nats
   */
  public static SDVariable entropy(FusionNetwork network, NetworkGraph graph, String name) {
    SameDiff sd = graph.sameDiff();
    SDVariable logits = logits(graph);
    SDVariable entropies = sd.nn().softplus(logits).sub(logits.mul(sd.nn().sigmoid(logits))); // [E]
    return weighted(network, graph, entropies, false, name);
  }

  /**
   * The mean probability of gates to be on, sigmoid(logit): drives gates to 0.
   *
   * @param network the network
   * @param graph its graph of view {@link FusionView.Gated}
   * @param byChannels whether an edge counts in proportion to its target's channels (1 in the mean)
   * @param name the term's name in the graph
   * @return a scalar
   */
  public static SDVariable open(FusionNetwork network, NetworkGraph graph, boolean byChannels, String name) {
    return weighted(network, graph, graph.sameDiff().nn().sigmoid(logits(graph)), byChannels, name);
  }

  /**
   * @param network a network
   * @return for each edge the channels of its target over the mean of that among the edges to the same task
   */
  public static double[] costs(FusionNetwork network) {
    List<Edge> edges = network.space().edges();
    List<FusionSite> sites = network.space().sites();
    return edges.stream().mapToDouble(edge -> sites.get(edge.targetSite()).channels()
        / edges.stream().filter(other -> other.target().equals(edge.target())).mapToInt(other -> sites.get(other.targetSite()).channels()).average().orElseThrow()).toArray();
  }

  private static SDVariable logits(NetworkGraph graph) {
    SDVariable logits = graph.sameDiff().getVariable(FusionNames.LOGITS);
    if (logits == null) {
      throw new IllegalArgumentException("a graph of view '" + graph.request().view().id() + "' has no gates");
    }
    return logits;
  }

  private static SDVariable weighted(FusionNetwork network, NetworkGraph graph, SDVariable values, boolean byChannels, String name) {
    List<Edge> edges = network.space().edges();
    long targets = edges.stream().map(Edge::target).distinct().count();
    double[] weights = byChannels ? costs(network) : edges.stream().mapToDouble(edge -> 1).toArray();
    for (int e = 0; e < weights.length; e++) {
      String target = edges.get(e).target();
      weights[e] /= targets * edges.stream().filter(edge -> edge.target().equals(target)).count();
    }
    SDVariable factors = graph.sameDiff().constant(name + ".weights", Nd4j.createFromArray(weights).castTo(network.dataType())); // [E]
    return values.mul(factors).sum(name);
  }
}
