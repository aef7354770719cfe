package org.automtl4j.train.listener;

import java.util.List;
import java.util.OptionalDouble;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.ModelSize;

/**
 * Architectures were drawn from the policies, and one of them goes on.
 *
 * @param model what is trained, such as {@code "search"}
 * @param candidates in the order in which they were drawn
 */
public record CandidatesRanked(String model, List<Candidate> candidates) {

  /** Keeps an unmodifiable copy. */
  public CandidatesRanked {
    candidates = List.copyOf(candidates);
  }

  /**
   * One of them.
   *
   * @param architecture the architecture
   * @param size what it stores, and what it computes for one image and all tasks
   * @param delta relative performance on the validation split against the mean of the candidates, as a fraction; empty if they were not trained
   * @param taken whether it is the one that goes on
   */
  public record Candidate(Architecture architecture, ModelSize size, OptionalDouble delta, boolean taken) {}
}
