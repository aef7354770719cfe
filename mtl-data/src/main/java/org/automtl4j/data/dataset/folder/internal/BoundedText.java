package org.automtl4j.data.dataset.folder.internal;

/**
 * A text that may be looked at only so often. Patterns come from files, and some need longer than anybody lives for a name of sixty letters.
 *
 * @param text the text
 * @param looks how often a character has been asked for
 */
record BoundedText(CharSequence text, int[] looks) implements CharSequence {
  private static final int MOST = 2_000_000;

  /** Ends a search. */
  static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  static BoundedText of(String text) {
    return new BoundedText(text, new int[1]);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++looks[0] > MOST) {
      throw new TooLongException();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
