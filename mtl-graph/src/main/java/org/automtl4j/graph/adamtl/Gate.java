package org.automtl4j.graph.adamtl;

import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.factory.Nd4j;

/** Decisions of logits: the mask of a controller, and the OR of several. */
final class Gate {
  /** Shifts all logits, for more or less effort; 0 unless a phase or a user says otherwise. */
  static final String EFFORT = "effort";
  private final NetworkScope scope;
  private final double temperature;

  Gate(NetworkScope scope, double temperature) {
    this.scope = scope;
    this.temperature = temperature;
  }

  /**
   * s = sigmoid((logit + n) / temperature) with logistic noise n; hard: 1 where s > 1/2, with the gradient of s. A graph for inference reads nothing but images:
   * there it is 1 where the logit is above 0.
   *
   * @param logits [N, ..]
   * @param name of the mask; the noise is called {@code <name>.noise}
   * @param hard whether it is 0 or 1
   * @param shape of an image's logits
   * @return the mask, of the logits' shape
   */
  SDVariable mask(SDVariable logits, String name, boolean hard, long... shape) {
    SameDiff sd = scope.sameDiff();
    if (scope.request().mode() == Mode.INFERENCE) {
      return sd.gt(logits, 0).castTo(name, scope.dataType()); // [N, ..]
    }
    long[] all = new long[shape.length + 1];
    all[0] = -1;
    System.arraycopy(shape, 0, all, 1, shape.length);
    SDVariable noise = scope.feed(new Feed.Noise(name + ".noise", Feed.Noise.Law.LOGISTIC, all));
    SDVariable shift = scope.feed(new Feed.Scalar(EFFORT, EFFORT, 0));
    SDVariable scores = logits.add(noise).add(shift); // [N, ..]
    SDVariable soft = sd.nn().sigmoid(scores.div(temperature)); // [N, ..]
    if (!hard) {
      return soft.rename(name);
    }
    // sigmoid(x) > 1/2 exactly where x > 0; a difference from the soft mask would leave rounding in a mask that is to be 0 or 1.
    SDVariable on = sd.gt(scores, 0).castTo(scope.dataType()); // [N, ..]
    SDVariable gradientOnly = soft.sub(new StopGradient(sd, soft).outputVariable()); // 0
    return gradientOnly.add(name, on); // [N, ..]
  }

  /** min(1, one + other): where both are 0 or 1, their OR. The gradient passes as long as the sum is at most 1. */
  SDVariable or(SDVariable one, SDVariable other) {
    return scope.sameDiff().math().min(one.add(other), scope.constant("one", () -> Nd4j.scalar(scope.dataType(), 1)));
  }
}
