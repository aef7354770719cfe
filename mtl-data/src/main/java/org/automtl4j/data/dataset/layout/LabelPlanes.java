package org.automtl4j.data.dataset.layout;

import java.util.Optional;
import org.automtl4j.data.augmentation.Plane;

/**
 * A label as read.
 *
 * @param values the numbers; where they equal the padding they are unknown
 * @param mask which of them count: 1 for yes, 0 for no, its own padding for what lies beyond the edges
 */
public record LabelPlanes(Plane values, Optional<Plane> mask) {

  /**
   * @param values the numbers
   * @return a label all of which counts
   */
  public static LabelPlanes of(Plane values) {
    return new LabelPlanes(values, Optional.empty());
  }
}
