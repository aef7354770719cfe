package org.automtl4j.train;

import java.util.Locale;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.plan.Backend;
import org.automtl4j.train.optimizer.Optimizer;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * What training takes of the machine's memory, in bytes, told from its plans and parameters before any of it is taken.
 *
 * @param process what the process has taken already: the JVM, native libraries, data, and the super-model with its parameters
 * @param mixedPlan the largest plan of a step with mixed branches; the steps of all tasks and phases take turns in its memory
 * @param plainPlan the same of a step with one branch per node
 * @param parameters all parameters of the super-model, which stays while the models of later stages are trained
 * @param trained those of them that pre-training and search give gradients
 * @param found the parameters of a model with one branch per node and task, drawn from the policies as they are
 */
public record TrainingMemory(long process, long mixedPlan, long plainPlan, long parameters, long trained, long found) {
  private static final double GIBIBYTE = 1L << 30;

  /** By how much the JVM grows in the first steps: compiled code, buffers of the native libraries. */
  private static final long GROWTH = 40L << 20;

  /** A JVM with ND4J loaded, for systems that do not tell how large a process is. */
  private static final long USUAL_PROCESS = 400L << 20;

  /**
   * @param updater an update rule
   * @return how many numbers it remembers of each parameter
   */
  public static int states(IUpdater updater) {
    try (Optimizer optimizer = Optimizer.of(updater, 0)) {
      return optimizer.states();
    }
  }

  /**
   * @param updater the stage's update rule
   * @return what pre-training or search takes beyond the process as it is
   */
  public long mixedStage(IUpdater updater) {
    return mixedPlan + states(updater) * trained;
  }

  /**
   * @param updater the stage's update rule
   * @return what post-training, a candidate's training or a baseline takes beyond the process as it is: the parameters of the model that it trains among it
   */
  public long plainStage(IUpdater updater) {
    return found + plainPlan + states(updater) * found;
  }

  /**
   * @param process what a process of this kind has taken; 0 where that is not known
   * @param more what it is going to take for arrays
   * @return an estimate of its resident memory at the peak
   */
  public static long peak(long process, long more) {
    return (process == 0 ? USUAL_PROCESS : process) + GROWTH + more;
  }

  /**
   * Refuses training that this process has no memory for, before any of it is taken.
   *
   * @param more what it is going to take for arrays beyond the parameters
   * @throws InvalidInputException if the arrays of this process, all of which lie beside Java's heap, may not grow so large
   */
  public void checkFits(long more) {
    long allowed = Backend.current().offHeapBytes();
    if (parameters + more > allowed) {
      throw new InvalidInputException(String.format(Locale.ROOT,
          "training needs about %.2f GiB of memory, %.2f GiB of it for arrays (parameters %.2f, the largest step %.2f, the rest for optimisers and copies), "
          + "but the arrays of this process may take %.2f GiB; make batch, crop, heads or backbone smaller, or allow more with -Dorg.bytedeco.javacpp.maxbytes",
          peak(process, more) / GIBIBYTE, (parameters + more) / GIBIBYTE, parameters / GIBIBYTE, Math.max(mixedPlan, plainPlan) / GIBIBYTE,
          allowed / GIBIBYTE));
    }
  }
}
