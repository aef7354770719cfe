package org.automtl4j.golden.mutation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damages bytes of any kind: flips bits, writes the numbers at which sizes and counts break, cuts, repeats and inserts. */
public final class ByteMutator implements Mutator {
  private static final long[] NUMBERS = {
      0, 1, -1, 2, 127, 128, 255, 256, 32767, 32768, 65535, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 31, 1L << 32, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE};
  private static final int LONGEST_PIECE = 64;

  private final int head;

  /** Damages any byte alike. */
  public ByteMutator() {
    this(Integer.MAX_VALUE);
  }

  /** @param head how many bytes at the beginning get two of three damages: where the structure is, when numbers are most of the file */
  public ByteMutator(int head) {
    this.head = head;
  }

  @Override
  public byte[] mutate(byte[] whole, RandomGenerator random) {
    byte[] bytes = whole.clone();
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      bytes = change(bytes, random);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes, RandomGenerator random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int limit = random.nextInt(3) == 0 ? bytes.length : Math.min(head, bytes.length);
    int at = random.nextInt(limit);
    int length = Math.min(1 + random.nextInt(LONGEST_PIECE), bytes.length - at);
    switch (random.nextInt(10)) {
      case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2, 3 -> bytes[at] = (byte) random.nextInt(256);
      case 4 -> number(bytes, at, NUMBERS[random.nextInt(NUMBERS.length)], random);
      case 5 -> Arrays.fill(bytes, at, at + length, random.nextBoolean() ? 0 : (byte) random.nextInt(256));
      case 6 -> bytes = Pieces.replace(bytes, at, at + length, new byte[0]);
      case 7 -> bytes = Pieces.replace(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
      case 8 -> {
        int other = random.nextInt(bytes.length - length + 1);
        bytes = Pieces.replace(bytes, at, at + length, Arrays.copyOfRange(bytes, other, other + length));
      }
      default -> bytes = random.nextBoolean() ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : Arrays.copyOf(bytes, bytes.length + random.nextInt(9));
    }
    return bytes;
  }

  /** A number of two, four or eight bytes, in either order. */
  private static void number(byte[] bytes, int at, long value, RandomGenerator random) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int left = bytes.length - at;
    switch (1 + random.nextInt(3)) {
      case 3 -> {
        if (left >= Long.BYTES) {
          buffer.putLong(at, value);
        }
      }
      case 2 -> {
        if (left >= Integer.BYTES) {
          buffer.putInt(at, (int) value);
        }
      }
      default -> {
        if (left >= Short.BYTES) {
          buffer.putShort(at, (short) value);
        }
      }
    }
  }
}
