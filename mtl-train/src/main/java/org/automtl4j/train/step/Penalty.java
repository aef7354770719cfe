package org.automtl4j.train.step;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.graph.automtl.TaskGraph;
import org.nd4j.autodiff.samediff.SDVariable;

/** Something that a phase minimises beside the losses, such as AutoMTL's regulariser of policies. */
public interface Penalty {

  /** @return its name, for events, files and the placeholder of its factor */
  String name();

  /** @return its factor in the loss of the phase; empty where it is only reported, since nothing that it depends on learns */
  OptionalDouble factor();

  /**
   * @param graph the graph of a step, to which it adds itself
   * @param task one of the graph's tasks
   * @return what it is for that task; empty where there is nothing to penalise
   */
  Optional<Term> build(TaskGraph graph, String task);

  /**
   * A penalty in a graph.
   *
   * @param value a scalar
   * @param noise placeholders that are filled with noise of the relaxation, as those of the graph itself are and after them
   */
  record Term(SDVariable value, List<String> noise) {
    /** Keeps a copy. */
    public Term {
      noise = List.copyOf(noise);
    }
  }
}
