package org.automtl4j.data.loss.internal;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.ops.StaticShapes;
import org.automtl4j.core.task.IgnoreRule;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Which positions of a label map count, as a map of ones and zeros. */
final class Validity {
  private static final IgnoreRule PADDING = IgnoreRule.values(255.0);

  private Validity() {}

  /**
   * @param label [N, K, h, w]
   * @param mask [N, any, h, w]; where there is one it says which depths are known, so that a depth of 0 counts and only padding (255) is left out
   * @param rule what means "unknown"
   * @return [N, 1, h, w], 1 or 0
   */
  static SDVariable of(SDVariable label, Optional<SDVariable> mask, IgnoreRule rule) {
    boolean masked = mask.isPresent();
    SDVariable known = known(label, masked && rule instanceof IgnoreRule.AtMost ? PADDING : rule);
    return mask.map(m -> known.mul(truncatesToOne(m))).orElse(known);
  }

  private static SDVariable known(SDVariable label, IgnoreRule rule) {
    SameDiff sd = label.getSameDiff();
    DataType type = label.dataType();
    boolean several = StaticShapes.of(label)[1] > 1;
    if (rule instanceof IgnoreRule.AtMost most) {
      SDVariable sum = several ? sd.sum(label, true, 1) : label; // [N, 1, h, w]
      return sum.gt(most.threshold()).castTo(type);
    }
    SDVariable largest = several ? sd.max(label, true, 1) : label; // [N, 1, h, w]
    List<Double> unknown = rule instanceof IgnoreRule.Values values ? values.values() : List.of();
    return unknown.stream().map(value -> largest.neq(value).castTo(type)).reduce(SDVariable::mul).orElseGet(() -> largest.mul(0).add(1));
  }

  private static SDVariable truncatesToOne(SDVariable mask) {
    boolean several = StaticShapes.of(mask)[1] > 1;
    SDVariable first = several ? mask.get(SDIndex.all(), SDIndex.interval(0, 1), SDIndex.all(), SDIndex.all()) : mask; // [N, 1, h, w]
    DataType type = mask.dataType();
    return first.gte(1).castTo(type).mul(first.lt(2).castTo(type));
  }
}
