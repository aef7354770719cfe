package org.automtl4j.train.balance;

import java.util.Optional;

/**
 * What a balancing method needs of a step: which ways to step through tasks give it that follows.
 *
 * @param gradients which gradients it needs by task
 * @param allLosses whether it needs the losses of all tasks of a step before any weight is known
 * @param again whether it needs the losses of the same batch once more after the update
 * @param own how tasks' own parameters are weighted
 * @param memoryRows how many numbers it remembers per task and shared parameter; each has the size of a row of J
 */
public record Needs(Gradients gradients, boolean allLosses, boolean again, Own own, int memoryRows) {
  /** Weights that follow from what is known before the step, or from a task's own loss. */
  public static final Needs LOSSES_AS_THEY_COME = new Needs(Gradients.NONE, false, false, Own.WEIGHTED, 0);
  /** Weights that need all losses of the step. */
  public static final Needs LOSSES_OF_A_STEP = new Needs(Gradients.NONE, true, false, Own.WEIGHTED, 0);
  /** Weights that follow from the Gramian; tasks' own parameters get their own gradients. */
  public static final Needs GRAMIAN = new Needs(Gradients.GRAMIAN, true, false, Own.PLAIN, 0);
  /** Three batches an iteration. */
  public static final Needs THREE_BATCHES = new Needs(Gradients.THREE_BATCHES, true, false, Own.PLAIN, 0);
  /** Three batches an iteration, and a step that is taken back. */
  public static final Needs LOOK_AHEAD = new Needs(Gradients.LOOK_AHEAD, true, false, Own.WEIGHTED, 0);

  /** Which gradients a method needs. */
  public enum Gradients {
    /** None: one backward pass of the weighted sum will do. */
    NONE,
    /** The inner products of tasks' gradients of the shared parameters. */
    GRAMIAN,
    /** These gradients themselves. */
    ROWS,
    /** Those of three independent batches. */
    THREE_BATCHES,
    /** Those of all parameters before and after a step that is taken back. */
    LOOK_AHEAD
  }

  /** The factors of parameters that one task alone uses. */
  public enum Own {
    /** 1: each task's own gradient. */
    PLAIN,
    /** Known from the losses and the method's state before the shared gradients are. */
    EARLY,
    /** Known with the weights: the gradients of tasks' own parameters are to be kept until then. */
    LATE,
    /** The weight of the task's loss, which the backward pass has applied already. */
    WEIGHTED
  }

  /** How the tasks of an iteration are stepped through. */
  public enum Stepping {
    /** Task after task, each with an update of its own. */
    ALTERNATING,
    /** One batch, one graph, one update by the weighted sum of losses. */
    JOINT,
    /** Every task's gradient at the same parameters, then one update. */
    GATHERED
  }

  /** @return the stepping that is meant where none is named */
  public Stepping stepping() {
    return gradients != Gradients.NONE ? Stepping.GATHERED : allLosses ? Stepping.JOINT : Stepping.ALTERNATING;
  }

  /**
   * @param stepping a way to step through tasks
   * @return why the method cannot work with it, and what to take; empty where it can
   */
  public Optional<String> refusal(Stepping stepping) {
    if (gradients != Gradients.NONE) {
      return stepping == Stepping.GATHERED ? Optional.empty()
          : Optional.of("needs the gradient of every task at the same parameters, which taskStepping " + stepping + " does not have; take GATHERED");
    }
    if (allLosses && stepping != Stepping.JOINT) {
      return Optional.of("needs the losses of all tasks before the backward pass, which taskStepping " + stepping + " does not have; take JOINT");
    }
    return Optional.empty();
  }

  /** @return how many batches of each task an iteration takes */
  public int batches() {
    return gradients == Gradients.THREE_BATCHES || gradients == Gradients.LOOK_AHEAD ? 3 : 1;
  }

  /**
   * Memory beside Java's heap that the method takes, beside what the step takes without it.
   *
   * @param tasks how many there are
   * @param numbers how many numbers the shared parameters have; for methods that look ahead, all weights
   * @param width of a number in bytes
   * @return bytes: one row of J a task where gradients are gathered, two sets where products of two batches are, and the rows that are remembered
   */
  public long bytes(int tasks, long numbers, int width) {
    int sets = switch (gradients) {
      case NONE -> 0;
      case GRAMIAN, ROWS -> 1;
      case THREE_BATCHES, LOOK_AHEAD -> 2;
    };
    return (long) tasks * (sets + memoryRows) * numbers * width;
  }
}
