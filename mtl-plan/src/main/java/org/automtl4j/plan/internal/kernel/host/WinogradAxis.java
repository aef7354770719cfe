package org.automtl4j.plan.internal.kernel.host;

import java.util.Collections;
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

    /**
     * @param column a part of the columns
     * @return the number of the kernel's tap that this part of the rows and that part have for a sum, or -1 if it is a sum indeed
     */
    public int tap(Part column) {
      return tap() < 0 || column.tap() < 0 ? -1 : tap() * taps.size() + column.tap();
    }

    private int tap() {
      boolean single = Collections.frequency(taps, 0.0) == taps.size() - 1;
      return single ? taps.indexOf(1.0) : -1;
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
