package org.automtl4j.train.step;

/**
 * What happens between the forward pass of a step and the updates of parameters, for one phase. Usually each gradient is learnt from as it comes; methods that
 * balance tasks weigh losses before, or gather the gradients of all tasks at the same parameters.
 */
public interface StepRule extends AutoCloseable {
  /** Parameters learn from each gradient as it comes. */
  StepRule DIRECT = new StepRule() {};

  /** @return whether a step's backward pass is to run several times over the same activations, which takes memory */
  default boolean repeatsBackward() {
    return false;
  }

  /** @return whether parameters change only when all tasks of an iteration had their passes, by {@link #iterationDone} */
  default boolean gathers() {
    return false;
  }

  /**
   * The backward pass of a step, or several of them.
   *
   * @param plan whose forward pass is done; losses may be weighed anew
   * @param outcome of that; at least one task has a loss
   * @param sink where gradients go that parameters are to learn from
   */
  default void backward(StepPlan plan, StepOutcome outcome, GradientSink sink) {
    plan.backward(sink);
  }

  /**
   * All tasks had their passes, and at least one had a loss. What was gathered is handed on.
   *
   * @param iteration of the stage, from 0
   * @param sink where gradients go that parameters are to learn from
   */
  default void iterationDone(int iteration, GradientSink sink) {}

  /**
   * Parameters have learnt.
   *
   * @param iteration of the stage, from 0
   */
  default void learnt(int iteration) {}

  /** Gives arrays beside Java's heap back. */
  @Override
  default void close() {}
}
