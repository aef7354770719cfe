package org.automtl4j.plan;

/**
 * What one run of a plan has to do, whatever the way in which it does it.
 *
 * @param multiplyAdds multiplications with an addition in convolutions and products of matrices, forward and for those gradients that are wanted; taps of a
 *     convolution that see only padding are not counted
 * @param bytes what the plan's calls read and write, each array once for each call that it takes part in
 */
public record Work(long multiplyAdds, long bytes) {
  /** Nothing. */
  public static final Work NONE = new Work(0, 0);

  /**
   * @param other other work
   * @return both together
   */
  public Work plus(Work other) {
    return new Work(multiplyAdds + other.multiplyAdds, bytes + other.bytes);
  }
}
