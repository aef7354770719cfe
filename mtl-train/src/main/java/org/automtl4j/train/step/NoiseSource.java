package org.automtl4j.train.step;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.network.Feed;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The noise that steps are fed: each named stream of the feeds has a generator of its own, whose state is saved. */
public final class NoiseSource {
  private final Function<String, RandomStream> beginning;
  private final Map<String, RandomStream> streams = new TreeMap<>();
  private final DoubleSupplier replayed;
  private final boolean replays;

  private NoiseSource(Function<String, RandomStream> beginning, DoubleSupplier replayed, boolean replays) {
    this.beginning = beginning;
    this.replayed = replayed;
    this.replays = replays;
    if (!replays) {
      streams.put(Feed.Noise.STREAM, beginning.apply(Feed.Noise.STREAM));
    }
  }

  /**
   * @param seed of the run
   * @param stage the stage's name
   * @return noise whose stream of a name begins as {@code <name>/<stage>} of the seed
   */
  public static NoiseSource of(long seed, String stage) {
    return new NoiseSource(name -> RandomStream.of(seed, name + "/" + stage), () -> 0, false);
  }

  /**
   * @param numbers noise from elsewhere, in the order of use, of whatever law
   * @return that noise
   */
  public static NoiseSource replay(DoubleSupplier numbers) {
    return new NoiseSource(name -> RandomStream.of(0, name), numbers, true);
  }

  /** @return the states of the streams by name; 0 where the values come from elsewhere */
  public Map<String, Long> states() {
    if (replays) {
      return Map.of(Feed.Noise.STREAM, 0L);
    }
    Map<String, Long> states = new TreeMap<>();
    streams.forEach((name, stream) -> states.put(name, stream.state()));
    return states;
  }

  /**
   * Goes on from states; a stream without one had not begun. Values from elsewhere stay as they are.
   *
   * @param states of streams by name
   */
  public void restore(Map<String, Long> states) {
    if (!replays) {
      streams.keySet().retainAll(Set.of(Feed.Noise.STREAM));
      states.forEach((name, state) -> streams.put(name, RandomStream.restore(state)));
    }
  }

  /**
   * Draws.
   *
   * @param array what is filled
   * @param noise what is drawn, and where
   */
  public void fill(INDArray array, Feed.Noise noise) {
    RandomStream stream = streams.computeIfAbsent(noise.stream(), beginning);
    for (int i = 0; i < array.length(); i++) {
      if (!noise.absent().contains(i)) {
        array.putScalar(i, replays ? replayed.getAsDouble() : draw(stream, noise.law()));
      }
    }
  }

  private static double draw(RandomStream stream, Feed.Noise.Law law) {
    return switch (law) {
      case GUMBEL -> stream.nextGumbel();
      case LOGISTIC -> logistic(stream);
      case UNIFORM -> stream.nextDouble();
    };
  }

  /** ln u - ln(1 - u), where u is never 0 or 1. */
  private static double logistic(RandomStream stream) {
    double u = Math.max(stream.nextDouble(), Double.MIN_NORMAL);
    return Math.log(u) - Math.log1p(-u);
  }
}
