package org.automtl4j.graph.model.convert.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.Preprocessing;

/**
 * What stored numbers make of the input before the first layer reads it: factor * x + shift, channel by channel. A network that normalises its input itself, as
 * (x - mean) / std, has such nodes; as a backbone it leaves that to the preparation of images.
 *
 * @param factors one per channel
 * @param shifts one per channel
 */
public record InputScale(List<Double> factors, List<Double> shifts) {
  /** Stored numbers are floats: what lies behind their digits is rounding. */
  private static final MathContext DIGITS = new MathContext(8);

  /** Keeps unmodifiable copies. */
  public InputScale {
    factors = List.copyOf(factors);
    shifts = List.copyOf(shifts);
  }

  static InputScale none(int channels) {
    return new InputScale(Collections.nCopies(channels, 1.0), Collections.nCopies(channels, 0.0));
  }

  InputScale plus(List<Double> numbers) {
    return new InputScale(factors, each(shifts, numbers, Double::sum));
  }

  InputScale times(List<Double> numbers) {
    return new InputScale(each(factors, numbers, (a, b) -> a * b), each(shifts, numbers, (a, b) -> a * b));
  }

  private static List<Double> each(List<Double> a, List<Double> b, DoubleBinaryOperator operator) {
    return IntStream.range(0, a.size()).mapToObj(i -> operator.applyAsDouble(a.get(i), b.get(i))).toList();
  }

  /** Whether mean and std can stand for it: no channel is turned over or lost. */
  boolean isNormalisation() {
    return IntStream.range(0, factors.size()).allMatch(c -> factors.get(c) > 0 && Double.isFinite(1 / factors.get(c)) && Double.isFinite(shifts.get(c) / factors.get(c)));
  }

  /**
   * Whether what the file reads is taken to be pixels in 0..1, not in 0..255: all means lie in 0..1, and no std is greater than 1.
   *
   * @return the guess; a file does not say it
   */
  boolean readsUnitRange() {
    return IntStream.range(0, factors.size()).allMatch(c -> -shifts.get(c) / factors.get(c) >= 0 && -shifts.get(c) <= factors.get(c) && factors.get(c) >= 1);
  }

  /**
   * The same for pixels in 0..255.
   *
   * @param before what is done before the file reads an image, if that is known; else the order is taken to be red, green, blue, and the range is guessed
   * @return order, mean and std of everything together; empty for a number of channels that no picture has
   */
  Optional<Preprocessing> preprocessing(Optional<Preprocessing> before) {
    List<ChannelOrder> orders = List.of(ChannelOrder.RGB, ChannelOrder.GREY).stream().filter(order -> order.channels() == factors.size()).toList();
    if (before.isEmpty() && orders.isEmpty()) {
      return Optional.empty();
    }
    double range = readsUnitRange() ? 255 : 1;
    Preprocessing first = before.orElseGet(() -> new Preprocessing(orders.get(0), Collections.nCopies(factors.size(), 0.0), Collections.nCopies(factors.size(), range)));
    List<Double> mean = IntStream.range(0, factors.size()).mapToObj(c -> decimal(first.mean().get(c) - shifts.get(c) / factors.get(c) * first.std().get(c))).toList();
    List<Double> std = IntStream.range(0, factors.size()).mapToObj(c -> decimal(first.std().get(c) / factors.get(c))).toList();
    return Optional.of(new Preprocessing(first.order(), mean, std));
  }

  private static double decimal(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue() + 0.0; // no -0
  }
}
