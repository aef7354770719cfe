package org.automtl4j.graph.automtl;

import java.util.function.ToDoubleFunction;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.network.Feed;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Draws a task's choices towards sharing, the more the earlier the layer (AutoMTL, section 3.3): R = sum over policy nodes of
 * (D - depth) / D * [ln(1 + e^{s (p1 - p0)}) + ln(1 + e^{s (p2 - p0)})] with a relaxed sample p = softmax((logits + noise) / temperature) of its own and D
 * the largest depth of the backbone. Where a layer cannot be skipped there is no p2 term.
 */
public final class PolicyRegulariser {
  /** The scale s of policy steps. */
  public static final double SCALE = 6;

  private PolicyRegulariser() {}

  /**
   * Adds R of one task to a graph. Placeholders and the logits are made where the graph lacks them.
   *
   * @param sd the graph, usually that of a {@link TaskGraph} of stage SOFT
   * @param model the supermodel
   * @param task the task
   * @param noise name of the placeholder [policy nodes, 3] for this sample's Gumbel noise; another than that of the forward pass
   * @param temperature name of the scalar placeholder for the temperature
   * @param scale the scale s
   * @return R, a scalar; a constant 0 for a model without policy nodes
   */
  public static SDVariable build(SameDiff sd, SuperModel model, String task, String noise, String temperature, double scale) {
    String name = task + "/regulariser";
    if (model.policyNodes().isEmpty()) {
      return sd.constant(name, Nd4j.scalar(model.dataType(), 0));
    }
    SDVariable logits = RelaxedPolicies.logits(sd, model, model.task(task).name());
    SDVariable p = RelaxedPolicies.sample(sd, model, task, logits, noise, temperature, name + ".policy"); // [P, 3]
    boolean search = model.batchNormPolicy() == BatchNormPolicy.SEARCH;
    int deepest = model.backbone().nodes().stream().mapToInt(Node::index).map(node -> model.backbone().depth(node, search)).max().orElseThrow();
    ToDoubleFunction<PolicyNode> weight = node -> (double) (deepest - node.depth()) / deepest;
    ToDoubleFunction<PolicyNode> skipWeight = node -> node.choices().contains(Branch.SKIP) ? weight.applyAsDouble(node) : 0;
    SDVariable shared = column(sd, model, p, Branch.SHARED); // [P, 1]
    SDVariable specific = penalty(sd, column(sd, model, p, Branch.SPECIFIC).sub(shared), scale); // [P, 1]
    SDVariable skip = penalty(sd, column(sd, model, p, Branch.SKIP).sub(shared), scale); // [P, 1]
    SDVariable weighted = specific.mul(sd.constant(name + ".weights", column(model, weight)));
    return weighted.add(skip.mul(sd.constant(name + ".skipWeights", column(model, skipWeight)))).sum(name, 0, 1);
  }

  /**
   * @param model the supermodel
   * @param placeholder a placeholder's name
   * @return noise of a sample of its own, one draw for each choice that exists, node by node
   */
  public static Feed.Noise noise(SuperModel model, String placeholder) {
    return BranchGraph.noise(model, placeholder);
  }

  private static SDVariable penalty(SameDiff sd, SDVariable difference, double scale) {
    return sd.nn().softplus(difference.mul(scale));
  }

  private static SDVariable column(SameDiff sd, SuperModel model, SDVariable p, Branch branch) {
    long column = branch.ordinal();
    return sd.stridedSlice(p, new long[] {0, column}, new long[] {model.policyNodes().size(), column + 1}, 1, 1);
  }

  private static INDArray column(SuperModel model, ToDoubleFunction<PolicyNode> value) {
    double[] values = model.policyNodes().stream().mapToDouble(value).toArray();
    return Nd4j.createFromArray(values).reshape(values.length, 1).castTo(model.dataType());
  }
}
