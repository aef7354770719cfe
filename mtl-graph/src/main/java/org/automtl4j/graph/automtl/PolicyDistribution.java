package org.automtl4j.graph.automtl;

import java.util.List;
import org.automtl4j.core.RandomStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What one task's logits say at this moment: for every policy node the softmax over the branches that exist there, at temperature 1. */
public final class PolicyDistribution {
  private final double[][] probabilities;
  private final List<PolicyNode> nodes;

  private PolicyDistribution(List<PolicyNode> nodes, double[][] probabilities) {
    this.nodes = nodes;
    this.probabilities = probabilities;
  }

  /**
   * @param model the supermodel
   * @param task one of its tasks
   * @return the distribution of its choices; later changes of the logits do not show in it
   */
  public static PolicyDistribution of(SuperModel model, String task) {
    List<PolicyNode> nodes = model.policyNodes();
    double[][] probabilities = new double[nodes.size()][];
    if (!nodes.isEmpty()) {
      INDArray logits = model.parameters().get(ParameterNames.policy(model.task(task).name()));
      for (PolicyNode node : nodes) {
        probabilities[node.row()] = softmax(logits.getRow(node.row()).toDoubleVector(), node.choices());
      }
    }
    return new PolicyDistribution(nodes, probabilities);
  }

  private static double[] softmax(double[] logits, List<Branch> choices) {
    double max = choices.stream().mapToDouble(branch -> logits[branch.ordinal()]).max().orElseThrow();
    double sum = choices.stream().mapToDouble(branch -> Math.exp(logits[branch.ordinal()] - max)).sum();
    double[] result = new double[logits.length];
    choices.forEach(branch -> result[branch.ordinal()] = Math.exp(logits[branch.ordinal()] - max) / sum);
    return result;
  }

  /**
   * @param node a policy node of the model
   * @param branch any branch
   * @return its probability, 0 where the branch does not exist
   */
  public double probability(PolicyNode node, Branch branch) {
    return probabilities[node.row()][branch.ordinal()];
  }

  /**
   * @param node a policy node of the model
   * @return the most probable branch; of equal ones the first in the order of {@link Branch}
   */
  public Branch mostProbable(PolicyNode node) {
    Branch best = node.choices().get(0);
    for (Branch branch : node.choices()) {
      best = probability(node, branch) > probability(node, best) ? branch : best;
    }
    return best;
  }

  /**
   * @param node a policy node of the model
   * @param random takes one number
   * @return a branch drawn with these probabilities
   */
  public Branch draw(PolicyNode node, RandomStream random) {
    double left = random.nextDouble();
    for (Branch branch : node.choices()) {
      left -= probability(node, branch);
      if (left < 0) {
        return branch;
      }
    }
    return mostProbable(node); // rounding left a rest
  }

  /** @return how decided the policies are: the mean over the nodes of the largest probability, from 1/3 to 1; 1 without policy nodes */
  public double meanLargest() {
    return nodes.stream().mapToDouble(node -> probability(node, mostProbable(node))).average().orElse(1);
  }
}
