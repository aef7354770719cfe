package org.automtl4j.graph.backbone;

import java.util.Arrays;
import java.util.List;

/**
 * Numbers that a layer has.
 *
 * @param name what they are called within the layer, as in files: {@code weight}, {@code bias}, {@code gamma}, {@code beta}, {@code mean}, {@code variance}, {@code slope}
 * @param learned whether training changes them; running statistics follow the data instead
 * @param shape kernels [kH, kW, inputs/groups, outputs], matrices [inputs, outputs], everything per channel [C]
 */
public record LayerPart(String name, boolean learned, List<Long> shape) {

  /** Keeps an unmodifiable copy. */
  public LayerPart {
    shape = List.copyOf(shape);
  }

  static LayerPart learned(String name, long... shape) {
    return new LayerPart(name, true, Arrays.stream(shape).boxed().toList());
  }

  static LayerPart statistic(String name, long channels) {
    return new LayerPart(name, false, List.of(channels));
  }

  /** @return how many numbers */
  public long length() {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }

  /** @return the shape as an array of its own */
  public long[] axes() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }
}
