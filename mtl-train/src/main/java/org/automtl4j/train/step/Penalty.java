package org.automtl4j.train.step;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.graph.network.Feed;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Something that a phase minimises beside the losses, such as AutoMTL's regulariser of policies or the entropy of gates, or a number that it only reports. It is
 * one for each task, or one for the whole graph.
 */
public interface Penalty {
  /** What a term of the whole graph is called where those of tasks have the task's name. */
  String ALL = "all";

  /** @return its name, for events, files and, after {@code factor.}, the placeholder of its factor */
  String name();

  /** @return its factor in the loss of the phase; empty where it is only reported, since nothing that it depends on learns */
  OptionalDouble factor();

  /**
   * @param step the graph of a step, to which it adds itself
   * @param task one of the graph's tasks
   * @return what it is for that task; empty where there is nothing to penalise
   */
  default Optional<Term> build(StepGraph step, String task) {
    return Optional.empty();
  }

  /**
   * @param step the graph of a step, to which it adds itself once
   * @return what it is for the whole graph; empty where there is nothing to penalise
   */
  default Optional<Term> build(StepGraph step) {
    return Optional.empty();
  }

  /**
   * A penalty in a graph.
   *
   * @param value a scalar
   * @param feeds placeholders of its own
   * @param after a placeholder of the graph that these are filled after; empty: after all
   */
  record Term(SDVariable value, List<? extends Feed> feeds, Optional<String> after) {
    /** Keeps a copy. */
    public Term {
      feeds = List.copyOf(feeds);
    }

    /**
     * A penalty without placeholders of its own.
     *
     * @param value a scalar
     */
    public Term(SDVariable value) {
      this(value, List.of(), Optional.empty());
    }
  }
}
