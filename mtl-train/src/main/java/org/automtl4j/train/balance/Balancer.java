package org.automtl4j.train.balance;

/**
 * A balancing method at work: it is asked at every step, and may remember. What kind it is says what it is given. Not thread-safe: one belongs to one training.
 *
 * <p>A task without a valid label in a batch is absent from the step: it has no loss and no gradient there, and what the method remembers of it stays as it is.
 */
public sealed interface Balancer extends AutoCloseable permits LossWeighting, GramianWeighting, GradientCombination, SampledWeighting, LookAheadWeighting {

  /** @return what it needs of a step */
  Needs needs();

  /** @return all that it remembers; empty where it remembers nothing. Arrays are the very ones that change with the next step */
  default BalancerState state() {
    return BalancerState.EMPTY;
  }

  /**
   * Goes on from a state as if it had never stopped, to the bit.
   *
   * @param state what {@link #state} gave, of the same method with the same options and tasks; its arrays are copied
   * @throws org.automtl4j.core.InvalidInputException if the state is of another method, or of other tasks
   */
  default void restore(BalancerState state) {
    state.expect("this balancing method, which remembers nothing");
  }

  /** Gives arrays beside Java's heap back; most methods have none. */
  @Override
  default void close() {}
}
