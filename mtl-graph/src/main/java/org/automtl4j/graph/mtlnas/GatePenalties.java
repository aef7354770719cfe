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
   * @param graph its graph of view {@link FusionView.Gated} or {@link FusionView.Soft}
   * @param name the term's name in the graph
   * @return a scalar in [0, ln 2], in nats
   */
  public static SDVariable entropy(FusionNetwork network, NetworkGraph graph, String name) {
    return mean(entropies(logits(graph)), shares(targets(network)), name);
  }

  /**
   * The mean probability of gates to be on, sigmoid(logit): drives gates to 0.
   *
   * @param network the network
   * @param graph its graph of view {@link FusionView.Gated} or {@link FusionView.Soft}
   * @param byChannels whether an edge counts in proportion to its target's channels (1 in the mean)
   * @param name the term's name in the graph
   * @return a scalar
   */
  public static SDVariable open(FusionNetwork network, NetworkGraph graph, boolean byChannels, String name) {
    double[] factors = shares(targets(network));
    double[] costs = costs(network);
    for (int e = 0; e < factors.length; e++) {
      factors[e] *= byChannels ? costs[e] : 1;
    }
    return mean(graph.sameDiff().nn().sigmoid(logits(graph)), factors, name);
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

  /**
   * @param term a scalar of a graph, such as the loss of an auxiliary prediction
   * @param weight its factor
   * @return their product
   */
  public static SDVariable weighted(SDVariable term, double weight) {
    return term.mul(weight);
  }

  private static SDVariable logits(NetworkGraph graph) {
    SDVariable logits = graph.sameDiff().getVariable(FusionNames.LOGITS);
    if (logits == null) {
      throw new IllegalArgumentException("a graph of view '" + graph.request().view().id() + "' has no gates");
    }
    return logits;
  }

  private static List<String> targets(FusionNetwork network) {
    return network.space().edges().stream().map(Edge::target).toList();
  }

  /** ln(1 + e^-a) + a sigmoid(-a) with a = |logit|, by element: the entropy in a form in which nothing overflows or cancels. */
  static SDVariable entropies(SDVariable logits) {
    SameDiff sd = logits.getSameDiff();
    SDVariable opposite = sd.math().abs(logits).neg(); // -a
    return sd.math().log1p(sd.math().exp(opposite)).sub(opposite.mul(sd.nn().sigmoid(opposite)));
  }

  /** By edge, its factor in a mean over tasks of means over the edges to a task. */
  static double[] shares(List<String> targets) {
    long tasks = targets.stream().distinct().count();
    return targets.stream().mapToDouble(target -> 1.0 / (tasks * targets.stream().filter(target::equals).count())).toArray();
  }

  static SDVariable mean(SDVariable values, double[] factors, String name) {
    SDVariable constant = values.getSameDiff().constant(name + ".factors", Nd4j.createFromArray(factors).castTo(values.dataType())); // [E]
    return values.mul(constant).sum(name);
  }
}
