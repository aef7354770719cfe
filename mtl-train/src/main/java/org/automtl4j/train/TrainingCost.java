package org.automtl4j.train;

/**
 * What training costs on this machine, measured by a few steps.
 *
 * @param mixedSeconds wall time of one iteration of pre-training or search: every task once, branches mixed
 * @param plainSeconds wall time of one iteration with one branch per node
 * @param planBytes memory of the plans of one phase
 * @param weightBytes memory of all parameters of the super-model
 */
public record TrainingCost(double mixedSeconds, double plainSeconds, long planBytes, long weightBytes) {

  /**
   * @return an upper estimate of the memory that training adds to the process: two phases' plans, parameters, gradients, two moments of Adam, and a second copy of
   *     the parameters for post-training
   */
  public long trainingBytes() {
    return 2 * planBytes + 5 * weightBytes;
  }
}
