package org.automtl4j.graph.choice;

import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Relaxed samples of choices between off and on: sigmoid((logit + n) / temperature) with logistic noise n (Maddison, Mnih, Teh, ICLR 2017). Two scalars switch
 * the same graph to hard samples, so that no plan is rebuilt between phases:
 *
 * <table>
 * <caption>What is fed for each kind of gate</caption>
 * <tr><th>gate</th><th>noise</th><th>temperature</th><th>hard</th><th>forced</th></tr>
 * <tr><td>sigmoid</td><td>0</td><td>1</td><td>0</td><td>0</td></tr>
 * <tr><td>relaxed sample</td><td>logistic</td><td>its own</td><td>0</td><td>0</td></tr>
 * <tr><td>1 where the logit is positive</td><td>0</td><td>1</td><td>1</td><td>0</td></tr>
 * <tr><td>Bernoulli sample</td><td>logistic</td><td>1</td><td>1</td><td>0</td></tr>
 * <tr><td>all on</td><td>0</td><td>1</td><td>1</td><td>1</td></tr>
 * </table>
 *
 * <p>Logits beyond +-{@value #LARGEST_LOGIT} act like that and have no gradient, as in PyTorch's {@code RelaxedBernoulli} in single precision, and so do scores
 * beyond +-30 after the division.
 */
public record BinaryConcrete() implements Relaxation {
  /** ln((1 - e) / e) with e = 2^-23. */
  public static final double LARGEST_LOGIT = 15.942385033669;
  /** Name of the scalar that is 1 for hard samples, else 0. */
  public static final String HARD = "gates.hard";
  /** Name of the scalar that is 1 if hard samples are all on, else 0. */
  public static final String FORCED = "gates.forced";
  private static final double LARGEST_SCORE = 30;

  @Override
  public SDVariable sample(NetworkScope scope, SDVariable logits, String name) {
    SameDiff sd = scope.sameDiff();
    SDVariable noise = Samples.noise(scope, logits, name, Feed.Noise.Law.LOGISTIC); // [..]
    SDVariable hard = scope.feed(new Feed.Scalar(HARD, HARD, 0));
    SDVariable forced = scope.feed(new Feed.Scalar(FORCED, FORCED, 0));
    SDVariable bounded = sd.math().clipByValue(logits, -LARGEST_LOGIT, LARGEST_LOGIT); // [..]
    SDVariable scores = sd.math().clipByValue(bounded.add(noise).div(Samples.temperature(scope)), -LARGEST_SCORE, LARGEST_SCORE); // [..]
    SDVariable soft = sd.nn().sigmoid(scores); // [..]
    SDVariable on = sd.gt(logits.add(noise), 0).castTo(scope.dataType()); // [..]
    SDVariable open = on.mul(forced.rsub(1)).add(forced); // [..]
    return soft.mul(hard.rsub(1)).add(name, open.mul(hard)); // [..]
  }

  @Override
  public SDVariable harden(NetworkScope scope, SDVariable sample) {
    return scope.sameDiff().gt(sample, 0.5).castTo(scope.dataType()); // [..]
  }
}
