package org.automtl4j.graph.automtl;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Relaxed samples of a task's choices, p = softmax((logits + noise) / temperature), with Gumbel noise (Jang, Gu, Poole, ICLR 2017). Where a branch does not
 * exist, a constant takes it out of the softmax.
 */
final class RelaxedPolicies {
  private static final double NEVER = -1e30;

  private RelaxedPolicies() {}

  /** The samples of all policy nodes, [policy nodes, 3]. */
  static SDVariable sample(SameDiff sd, SuperModel model, String task, SDVariable logits, String noise, String temperature, String name) {
    int rows = model.policyNodes().size();
    int columns = Branch.values().length;
    SDVariable g = sd.hasVariable(noise) ? sd.getVariable(noise) : sd.placeHolder(noise, model.dataType(), rows, columns);
    SDVariable tau = sd.hasVariable(temperature) ? sd.getVariable(temperature) : sd.placeHolder(temperature, model.dataType(), new long[0]);
    SDVariable scores = logits.add(g).div(tau); // [P, 3]
    if (model.policyNodes().stream().anyMatch(node -> node.choices().size() < columns)) {
      scores = scores.add(sd.constant(name + ".missing", missing(model)));
    }
    return sd.nn().softmax(name, scores, 1); // [P, 3]
  }

  /** The logits of a task, as a variable of the graph. */
  static SDVariable logits(SameDiff sd, SuperModel model, String task) {
    String name = ParameterNames.policy(task);
    return sd.hasVariable(name) ? sd.getVariable(name) : sd.var(name, model.parameters().get(name));
  }

  /** One probability, [1]. */
  static SDVariable probability(SameDiff sd, SDVariable samples, PolicyNode node, Branch branch, String name) {
    long row = node.row();
    long column = branch.ordinal();
    SDVariable entry = sd.stridedSlice(samples, new long[] {row, column}, new long[] {row + 1, column + 1}, 1, 1); // [1, 1]
    return sd.reshape(name, entry, 1); // [1]
  }

  private static INDArray missing(SuperModel model) {
    List<PolicyNode> nodes = model.policyNodes();
    INDArray mask = Nd4j.zeros(model.dataType(), nodes.size(), Branch.values().length);
    for (PolicyNode node : nodes) {
      for (Branch branch : Branch.values()) {
        if (!node.choices().contains(branch)) {
          mask.putScalar(node.row(), branch.ordinal(), NEVER);
        }
      }
    }
    return mask;
  }
}
