package org.automtl4j.graph.model.internal.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.graph.model.internal.step.Operation.AddBias;
import org.automtl4j.graph.model.internal.step.Operation.Concatenate;
import org.automtl4j.graph.model.internal.step.Operation.Convolve;
import org.automtl4j.graph.model.internal.step.Operation.Depthwise;
import org.automtl4j.graph.model.internal.step.Operation.Factors;
import org.automtl4j.graph.model.internal.step.Operation.Linear;
import org.automtl4j.graph.model.internal.step.Operation.Pad;
import org.automtl4j.graph.model.internal.step.Operation.Padding;
import org.automtl4j.graph.model.internal.step.Operation.Pool;
import org.automtl4j.graph.model.internal.step.Operation.Reshape;
import org.automtl4j.graph.model.internal.step.Operation.Shuffle;
import org.automtl4j.graph.model.internal.step.Operation.Spread;
import org.automtl4j.graph.model.internal.step.Operation.Transpose;

/**
 * Joins neighbours that are one layer elsewhere: a product or convolutions side by side and their bias, a border and the pooling over it, a pooling and the divisors that correct its last windows. The first
 * of two is joined to the second only if nobody else reads it.
 */
public final class StepFusion {
  private StepFusion() {}

  public static List<Step> fuse(List<Step> steps, Map<String, Integer> readers) {
    Map<String, Step> made = new LinkedHashMap<>();
    for (Step step : steps) {
      Step first = made.get(step.input());
      Optional<Operation> joined =
          first == null || step.inputs().size() > 1 || readers.get(first.output()) > 1 ? Optional.empty() : join(first.operation(), step.operation());
      if (step.operation() instanceof AddBias add && first != null && first.operation() instanceof Concatenate && biasOfParts(add.bias(), first, made, readers)) {
        made.put(step.output(), new Step(step.output(), made.remove(first.output()).inputs(), first.operation()));
      } else if (joined.isPresent()) {
        made.remove(first.output());
        made.put(step.output(), new Step(step.output(), first.inputs(), joined.get()));
      } else {
        made.put(step.output(), step);
      }
    }
    made.values().forEach(StepFusion::refuseLeftOvers);
    return new ArrayList<>(made.values());
  }

  /** How often each variable is read: by steps and as a prediction. */
  public static Map<String, Integer> readers(List<Step> steps, Iterable<String> predictions) {
    Map<String, Integer> readers = new HashMap<>();
    steps.forEach(step -> step.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
    predictions.forEach(prediction -> readers.merge(prediction, 1, Integer::sum));
    return readers;
  }

  private static Optional<Operation> join(Operation first, Operation second) {
    if (second instanceof AddBias add && add.bias().isWhole()) {
      return withBias(first, add.bias());
    }
    if (first instanceof Pad pad && second instanceof Pool pool) {
      boolean neutral = pool.maximum() ? pad.value() == Double.NEGATIVE_INFINITY : pad.value() == 0;
      return neutral ? Optional.of(new Pool(pool.maximum(), pool.window(), sum(pad.padding(), pool.padding()), pool.factors())) : Optional.empty();
    }
    if (first instanceof Reshape r && second instanceof Transpose t && r.shape().size() == 5 && t.axes().equals(List.of(0, 2, 1, 3, 4))) {
      return Optional.of(new Spread(r.shape().get(1).intValue()));
    }
    if (first instanceof Spread spread && second instanceof Reshape r && r.shape().size() == 4) {
      return Optional.of(new Shuffle(spread.groups(), r.shape()));
    }
    if (first instanceof Pool pool && !pool.maximum() && pool.factors().isEmpty() && second instanceof Factors factors) {
      return Optional.of(new Pool(false, pool.window(), pool.padding(), Optional.of(factors)));
    }
    return Optional.empty();
  }

  private static Optional<Operation> withBias(Operation first, Weight bias) {
    if (first instanceof Linear linear && linear.bias().isEmpty() && bias.rank() == 1) {
      return Optional.of(new Linear(linear.matrix(), Optional.of(bias)));
    }
    if (!isPerChannel(bias)) {
      return Optional.empty();
    }
    Optional<Weight> vector = Optional.of(bias.reshaped(List.of(bias.size(1))));
    if (first instanceof Convolve conv && conv.bias().isEmpty()) {
      return Optional.of(new Convolve(conv.kernel(), vector, conv.window()));
    }
    if (first instanceof Depthwise conv && conv.bias().isEmpty()) {
      return Optional.of(new Depthwise(conv.kernel(), vector, conv.window()));
    }
    return Optional.empty();
  }

  /** Gives the convolutions side by side their ranges of a bias that is added to all of them; false if they are not such convolutions. */
  private static boolean biasOfParts(Weight bias, Step concatenation, Map<String, Step> made, Map<String, Integer> readers) {
    Map<String, Step> biased = new LinkedHashMap<>();
    long from = 0;
    for (String input : concatenation.inputs()) {
      Step part = made.get(input);
      boolean plain = part != null && part.operation() instanceof Convolve c && c.bias().isEmpty() && readers.get(input) == 1;
      if (!plain || readers.get(concatenation.output()) > 1 || !isPerChannel(bias)) {
        return false;
      }
      Convolve c = (Convolve) part.operation();
      long to = from + c.kernel().size(3);
      Weight range = new Weight(bias.parameter(), List.of(bias.size(1)), from, to, List.of(to - from));
      biased.put(input, new Step(input, part.inputs(), new Convolve(c.kernel(), Optional.of(range), c.window())));
      from = to;
    }
    made.putAll(biased);
    return true;
  }

  private static boolean isPerChannel(Weight bias) {
    return bias.isWhole() && bias.rank() == 4 && bias.size(0) * bias.size(2) * bias.size(3) == 1;
  }

  private static Padding sum(Padding a, Padding b) {
    return new Padding(a.top() + b.top(), a.bottom() + b.bottom(), a.left() + b.left(), a.right() + b.right());
  }

  private static void refuseLeftOvers(Step step) {
    if (step.operation() instanceof AddBias add) {
      throw Refusal.of(step.output(), "it adds the parameter '" + add.bias().parameter() + "' to a map; only convolutions and linear layers have a bias");
    }
    if (step.operation() instanceof Factors) {
      throw Refusal.of(step.output(), "it multiplies by a constant map");
    }
    if (step.operation() instanceof Transpose || step.operation() instanceof Spread) {
      throw Refusal.of(step.output(), "it changes the order of axes");
    }
    if (step.operation() instanceof Pad pad && pad.value() != 0) {
      throw Refusal.of(step.output(), "it pads with " + pad.value() + "; only zeros can stand alone");
    }
  }
}
