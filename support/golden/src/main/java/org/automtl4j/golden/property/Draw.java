package org.automtl4j.golden.property;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Numbers that a seed repeats: SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014). */
final class Draw {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private Draw(long state) {
    this.state = state;
  }

  /** The numbers of one case, which depend on nothing but these three. */
  static Draw of(long seed, String property, int number) {
    CRC32 name = new CRC32();
    name.update(property.getBytes(StandardCharsets.UTF_8));
    Draw draw = new Draw(seed ^ name.getValue() << 32);
    draw.state = draw.next() + number;
    draw.next();
    return draw;
  }

  /** Any 64 bits. */
  long next() {
    state += GAMMA;
    long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /** In [0, bound). */
  long below(long bound) {
    return Long.remainderUnsigned(next(), bound);
  }

  /** In [0, 1). */
  double unit() {
    return (next() >>> 11) * 0x1p-53;
  }

  /** True in one of so many draws. */
  boolean oneIn(int draws) {
    return below(draws) == 0;
  }
}
