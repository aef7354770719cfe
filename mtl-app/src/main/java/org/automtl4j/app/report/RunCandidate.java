package org.automtl4j.app.report;

import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.graph.automtl.ModelSize;

/**
 * An architecture that was among those to choose from.
 *
 * @param source where it came from, such as {@code "policy"}
 * @param words what it is, for people; empty where the source says it all
 * @param size what it stores, and what it computes for one image and all tasks
 * @param latencyMs milliseconds for one image and all tasks on the run's machine, if it was measured
 * @param deltaValidation relative performance on the validation split as a fraction: against hard sharing if it has a standing, else against the mean of the
 *     candidates; empty if they were not trained
 * @param taken whether it was chosen
 * @param standing how sure that is, where it was compared with hard sharing
 */
public record RunCandidate(
    String source, String words, ModelSize size, OptionalDouble latencyMs, OptionalDouble deltaValidation, boolean taken, Optional<RunStanding> standing) {
  /** Drawn from the policies of a search. */
  public static final String POLICY = "policy";
  /** What a search has found, trained to the end. */
  public static final String FOUND = "found";
  /** A tree that left the trunk of hard sharing. */
  public static final String TREE = "tree";
  /** Hard sharing, which the others are compared with. */
  public static final String HARD = "hard";
  /** A model of its own for every task, together. */
  public static final String SINGLE = "single";
  /** Drawn at random, as a control. */
  public static final String RANDOM = "random";

  /**
   * A candidate of a search that ranks its candidates among themselves.
   *
   * @param source where it came from
   * @param size what it costs
   * @param deltaValidation against the mean of the candidates
   * @param taken whether it was chosen
   */
  public RunCandidate(String source, ModelSize size, OptionalDouble deltaValidation, boolean taken) {
    this(source, "", size, OptionalDouble.empty(), deltaValidation, taken, Optional.empty());
  }

  /**
   * @param milliseconds for one image and all tasks
   * @return this candidate with its latency
   */
  public RunCandidate withLatency(double milliseconds) {
    return new RunCandidate(source, words, size, OptionalDouble.of(milliseconds), deltaValidation, taken, standing);
  }
}
