package org.automtl4j.graph.automtl;

import org.automtl4j.graph.network.Role;

/** The stable names of parameters: in graphs, checkpoints and model files. */
public final class ParameterNames {
  /** A kernel or matrix. */
  public static final String WEIGHT = "weight";
  /** A bias. */
  public static final String BIAS = "bias";
  /** A BatchNorm's factor. */
  public static final String GAMMA = "gamma";
  /** A BatchNorm's summand. */
  public static final String BETA = "beta";
  /** A BatchNorm's running mean. */
  public static final String MEAN = "mean";
  /** A BatchNorm's running variance. */
  public static final String VARIANCE = "variance";

  private ParameterNames() {}

  /** What a parameter of this name is for. */
  static Role role(String name) {
    if (name.startsWith("policy.")) {
      return Role.CHOICE;
    }
    return name.startsWith("layer.") && (name.endsWith("." + MEAN) || name.endsWith("." + VARIANCE)) ? Role.STATISTIC : Role.WEIGHT;
  }

  /**
   * @param layer index of the layer
   * @param branch whose parameter
   * @param task the task; of no matter for {@link Branch#SHARED}
   * @param part which of the branch's parameters
   * @return {@code layer.<i>.shared.<part>}, {@code layer.<i>.specific.<task>.<part>} or {@code layer.<i>.skip.<task>.<part>}
   */
  public static String layer(int layer, Branch branch, String task, String part) {
    return "layer." + layer + "." + branch.label() + (branch == Branch.SHARED ? "" : "." + task) + "." + part;
  }

  /**
   * @param layer index of an InnerProduct, which has no branches
   * @param part weight or bias
   * @return {@code layer.<i>.<part>}
   */
  public static String layer(int layer, String part) {
    return "layer." + layer + "." + part;
  }

  /**
   * @param task a task
   * @return {@code policy.<task>}, one matrix [policy nodes, 3]
   */
  public static String policy(String task) {
    return "policy." + task;
  }

  /**
   * @param task a task
   * @param name the parameter's name within the head
   * @return {@code head.<task>.<name>}
   */
  public static String head(String task, String name) {
    return "head." + task + "." + name;
  }
}
