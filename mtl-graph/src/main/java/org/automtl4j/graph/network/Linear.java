package org.automtl4j.graph.network;

import java.util.Objects;
import java.util.Optional;
import org.automtl4j.graph.initializer.Initializer;

/**
 * The settings of a linear layer on rows of features.
 *
 * @param inputs features of a row
 * @param outputs output features
 * @param rows how many rows there are for one image, to count multiply-adds
 * @param weight first numbers of the weight
 * @param bias first numbers of the bias; empty for a layer without one
 */
public record Linear(int inputs, int outputs, int rows, Initializer weight, Optional<Initializer> bias) {

  /** Checks the sizes. */
  public Linear {
    if (inputs < 1 || outputs < 1 || rows < 1) {
      throw new IllegalArgumentException("inputs, outputs and rows of a linear layer are at least 1, found " + inputs + ", " + outputs
          + ", " + rows);
    }
    Objects.requireNonNull(weight, "weight");
    Objects.requireNonNull(bias, "bias");
  }
}
