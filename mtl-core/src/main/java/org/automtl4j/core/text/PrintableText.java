package org.automtl4j.core.text;

import java.util.function.IntPredicate;

/**
 * Text that may hold anything, made safe to be shown: terminals obey control characters, and some characters of Unicode turn the order of what stands behind them. Each of these becomes a
 * question mark. All messages for users go through here, since names in files may hold what they like.
 */
public final class PrintableText {
  /** Longer messages hold a file's content rather than a message. */
  private static final int LONGEST_LINE = 16_000;

  private PrintableText() {}

  /**
   * @param text any text
   * @return one line of at most some thousand characters that a terminal shows and does not obey; line breaks and tabs are spaces there
   */
  public static String line(String text) {
    String shown = replaced(text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) : text, c -> false);
    return text.length() > LONGEST_LINE ? shown + "... (" + (text.length() - LONGEST_LINE) + " more characters)" : shown;
  }

  /**
   * @param text any text
   * @return the same lines, without what a terminal would obey; line breaks, carriage returns and tabs stay
   */
  public static String lines(String text) {
    return replaced(text, c -> c == '\n' || c == '\r' || c == '\t');
  }

  private static String replaced(String text, IntPredicate kept) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean space = c == '\n' || c == '\r' || c == '\t';
      shown.append(kept.test(c) ? c : space ? ' ' : isObeyed(c) || isHalf(text, i) ? '?' : c);
    }
    return shown.toString();
  }

  private static boolean isObeyed(char c) {
    return Character.isISOControl(c) || c >= '\u2028' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069' || c == '\u200e' || c == '\u200f' || c == '\u061c' || c == '\ufeff';
  }

  /** Half of a character that takes two, without its other half. */
  private static boolean isHalf(String text, int at) {
    char c = text.charAt(at);
    boolean first = Character.isHighSurrogate(c) && (at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1)));
    return first || Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
