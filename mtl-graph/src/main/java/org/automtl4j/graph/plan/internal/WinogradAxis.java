package org.automtl4j.graph.plan.internal;

import java.util.List;

/**
 * One axis of a convolution with three taps, as products: each multiplies a sum of the kernel's taps with a sum of pixels and is added, with factors, to some
 * results. Winograd's minimal filtering algorithms need fewer products than there are pairs of tap and result (Winograd: Arithmetic complexity of computations,
 * 1980; Lavin and Gray: Fast algorithms for convolutional neural networks, 2015).
 *
 * @param parts the products, those with the same sum of taps together
 */
public record WinogradAxis(List<Part> parts) {
  /**
   * Products with the same sum of taps.
   *
   * @param taps the factor of each tap
   * @param seen for each product the factors of pixels
   * @param given for each product its factors in the results
   */
  public record Part(List<Double> taps, SparseMap seen, SparseMap given) {
    /** @return how many products there are */
    public int size() {
      return seen.rows();
    }
  }

  /** @return how many results there are */
  public int results() {
    return parts.get(0).given().columns();
  }

  /** @return how many products there are */
  public int products() {
    return parts.stream().mapToInt(Part::size).sum();
  }
}
