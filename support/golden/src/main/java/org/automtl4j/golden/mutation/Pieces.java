package org.automtl4j.golden.mutation;

/** Puts bytes in the place of others. */
final class Pieces {
  private Pieces() {}

  static byte[] replace(byte[] bytes, int from, int to, byte[] piece) {
    byte[] changed = new byte[bytes.length - (to - from) + piece.length];
    System.arraycopy(bytes, 0, changed, 0, from);
    System.arraycopy(piece, 0, changed, from, piece.length);
    System.arraycopy(bytes, to, changed, from + piece.length, bytes.length - to);
    return changed;
  }
}
