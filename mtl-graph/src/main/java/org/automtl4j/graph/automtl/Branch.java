package org.automtl4j.graph.automtl;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a task can do at a layer. The order is that of the logits' columns. */
public enum Branch {
  /** The layer with the weights that all tasks share. */
  SHARED,
  /** The layer with the task's own weights. */
  SPECIFIC,
  /** Past the layer: the identity, or a 1x1 convolution with BatchNorm where channels or stride change. */
  SKIP;

  /** @return the name in files, in lower case */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param label a name as in files, in any case
   * @return the branch, or empty for another word
   */
  public static Optional<Branch> ofLabel(String label) {
    return Arrays.stream(values()).filter(branch -> branch.name().equals(label.toUpperCase(Locale.ROOT))).findFirst();
  }
}
