package org.automtl4j.graph.model.internal.zip;

/**
 * Where the numbers of one parameter, or of a range of its outputs, stand in the flat vector of a Deeplearning4j model.
 *
 * @param parameter the parameter's stable name, such as {@code layer.3.shared.weight}
 * @param from the first output, an index of the parameter's last axis
 * @param to the output after the last
 * @param layer the Deeplearning4j layer
 * @param key the Deeplearning4j parameter within it, such as {@code W}
 * @param offset index of the first number in the vector
 * @param layout the order of the numbers
 */
public record StoredPart(String parameter, long from, long to, String layer, String key, long offset, Layout layout) {

  /** How a parameter's numbers are laid out in the vector. */
  public enum Layout {
    /** In our own order. */
    PLAIN,
    /** A kernel: [outputs, inputs, kH, kW] in C order, where ours is [kH, kW, inputs, outputs]. */
    KERNEL,
    /** A matrix [inputs, outputs] in Fortran order. */
    COLUMNS
  }
}
