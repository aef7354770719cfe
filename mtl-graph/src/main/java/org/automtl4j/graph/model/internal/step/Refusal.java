package org.automtl4j.graph.model.internal.step;

import org.automtl4j.core.InvalidInputException;

/** The one way to say that a model has something that the formats it can be exported to have not. */
public final class Refusal {
  private Refusal() {}

  /**
   * @param layer the variable where it is
   * @param found what is there, and why it does not go over
   */
  public static InvalidInputException of(String layer, String found) {
    return new InvalidInputException("layer '" + layer + "' cannot be exported: " + found);
  }
}
