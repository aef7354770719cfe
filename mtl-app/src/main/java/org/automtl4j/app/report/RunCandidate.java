package org.automtl4j.app.report;

import java.util.OptionalDouble;
import org.automtl4j.graph.automtl.ModelSize;

/**
 * An architecture that was among those to choose from.
 *
 * @param source where it came from, such as {@code "policy"}
 * @param size what it stores, and what it computes for one image and all tasks
 * @param deltaValidation relative performance on the validation split against the mean of the candidates, as a fraction; empty if they were not trained
 * @param taken whether it was chosen
 */
public record RunCandidate(String source, ModelSize size, OptionalDouble deltaValidation, boolean taken) {
  /** Drawn from the policies of a search. */
  public static final String POLICY = "policy";
}
