package org.automtl4j.train;

import java.util.Locale;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.plan.Backend;

/**
 * What training costs on this machine, measured by a few steps.
 *
 * @param mixedSeconds wall time of one iteration of pre-training or search: every task once, branches mixed
 * @param plainSeconds wall time of one iteration with one branch per node
 * @param planBytes memory of the plans, which take turns in it
 * @param weightBytes memory of all parameters of the super-model
 */
public record TrainingCost(double mixedSeconds, double plainSeconds, long planBytes, long weightBytes) {
  private static final double GIBIBYTE = 1L << 30;

  /**
   * @return an upper estimate of the memory that training adds to the process: one plan, in which the steps of all tasks and phases take turns, the parameters,
   *     a second copy of them for post-training, and two moments of Adam
   */
  public long trainingBytes() {
    return bytes(planBytes, weightBytes);
  }

  private static long bytes(long plan, long weights) {
    return plan + 4 * weights;
  }

  /**
   * Refuses training that this process has no memory for, before any of it is taken.
   *
   * @param plan bytes of the largest plan
   * @param weights bytes of all parameters of the super-model
   * @throws InvalidInputException if the arrays of this process, all of which lie beside Java's heap, may not grow so large
   */
  public static void checkFits(long plan, long weights) {
    long allowed = Backend.current().offHeapBytes();
    if (bytes(plan, weights) > allowed) {
      throw new InvalidInputException(String.format(Locale.ROOT,
          "training needs about %.1f GiB of memory (%.1f GiB for a step, the rest for parameters and optimisers), "
          + "but the arrays of this process may take %.1f GiB; make batch, crop, heads or backbone smaller, or allow more with -Dorg.bytedeco.javacpp.maxbytes",
          bytes(plan, weights) / GIBIBYTE, plan / GIBIBYTE, allowed / GIBIBYTE));
    }
  }
}
