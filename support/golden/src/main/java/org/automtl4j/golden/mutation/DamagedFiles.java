package org.automtl4j.golden.mutation;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Damages files in the ways in which files get damaged, and in those in which attackers damage them. */
public final class DamagedFiles {
  private static final long[] NASTY = {0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFFL, 0x80000000L, 0xFFFFFFFFL, Long.MAX_VALUE, Long.MIN_VALUE};

  private DamagedFiles() {}

  /**
   * A few bytes changed, numbers overwritten by extreme ones, stretches cut out, doubled or swapped, the end cut off.
   *
   * @param original a whole file
   * @param seed the same seed gives the same damage
   * @return a damaged copy
   */
  public static byte[] damage(byte[] original, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(seed);
    byte[] bytes = original.clone();
    for (int rounds = 1 + random.nextInt(4); rounds > 0 && bytes.length > 8; rounds--) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(1 + random.nextInt(16), bytes.length - at);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> {
          long number = NASTY[random.nextInt(NASTY.length)];
          for (int i = 0; i < Math.min(8, bytes.length - at); i++) {
            bytes[at + i] = (byte) (number >>> 8 * i);
          }
        }
        case 3 -> bytes = Arrays.copyOf(bytes, at);
        case 4 -> bytes = spliced(bytes, at, length, 0);
        default -> bytes = spliced(bytes, at, length, 2);
      }
    }
    return bytes;
  }

  /** The stretch is there a number of times instead of once. */
  private static byte[] spliced(byte[] bytes, int at, int length, int times) {
    byte[] result = new byte[bytes.length + (times - 1) * length];
    System.arraycopy(bytes, 0, result, 0, at);
    for (int i = 0; i < times; i++) {
      System.arraycopy(bytes, at, result, at + i * length, length);
    }
    System.arraycopy(bytes, at + length, result, at + times * length, bytes.length - at - length);
    return result;
  }
}
