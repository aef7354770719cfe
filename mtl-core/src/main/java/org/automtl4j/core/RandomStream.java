package org.automtl4j.core;

import java.nio.charset.StandardCharsets;

/**
 * A seeded stream of random numbers whose whole state is one {@code long}, so that it can be saved, restored and forked. Streams for different purposes are derived
 * from one seed by name and never share a state. The generator is SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
 *
 * <p>Not thread-safe: one stream belongs to one thread.
 */
public final class RandomStream {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private RandomStream(long state) {
    this.state = state;
  }

  /**
   * The stream for one purpose.
   *
   * @param seed the seed of the run
   * @param purpose what the numbers are for, such as {@code "weights"}; another purpose gives an independent stream
   * @param indexes further coordinates, such as a sample's number and an epoch
   * @return the stream at its start
   */
  public static RandomStream of(long seed, String purpose, long... indexes) {
    long hash = mix(seed + GOLDEN_GAMMA);
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      hash = mix(hash ^ (b & 0xff)) + GOLDEN_GAMMA;
    }
    for (long index : indexes) {
      hash = mix(hash ^ mix(index + GOLDEN_GAMMA)) + GOLDEN_GAMMA;
    }
    return new RandomStream(hash);
  }

  /**
   * @param state what {@link #state()} gave
   * @return a stream that goes on from there
   */
  public static RandomStream restore(long state) {
    return new RandomStream(state);
  }

  /** @return the whole state; {@link #restore} takes it back */
  public long state() {
    return state;
  }

  /** @return 64 random bits */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** @return uniform in [0, 1), 53 bits */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /**
   * @param low the smallest value
   * @param high the bound, above every value
   * @return uniform in [low, high)
   */
  public double uniform(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  /**
   * @param bound a positive bound
   * @return uniform in 0..bound-1
   */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, found " + bound);
    }
    return (int) Math.multiplyHigh(nextLong() >>> 1, (long) bound << 1);
  }

  /** @return standard normal, by the Box-Muller transform */
  public double nextGaussian() {
    double radius = Math.sqrt(-2 * Math.log(1 - nextDouble()));
    return radius * Math.cos(2 * Math.PI * nextDouble());
  }

  /** @return standard Gumbel noise, -ln(E) with E exponential of rate 1 */
  public double nextGumbel() {
    return -Math.log(-Math.log1p(-nextDouble()) + Double.MIN_NORMAL);
  }

  /**
   * A uniformly random order.
   *
   * @param n how many
   * @return the numbers 0..n-1, shuffled (Fisher-Yates)
   */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
