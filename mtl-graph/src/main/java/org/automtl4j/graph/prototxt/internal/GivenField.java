package org.automtl4j.graph.prototxt.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field as it is written: its name, a colon, and its value.
 *
 * @param start where it begins in the text
 * @param end where it ends
 * @param value the value
 */
record GivenField(int start, int end, String value) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\s*:?\\s*");
  private static final Pattern SCALAR = Pattern.compile("[^\\s{}<>\\[\\];,#]+");
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*'");

  /** @param start where the name begins */
  static GivenField at(String text, int start) {
    Matcher name = NAME.matcher(text).region(start, text.length());
    if (!name.lookingAt()) {
      return new GivenField(start, Math.min(text.length(), start + 1), "");
    }
    int from = name.end();
    int end = valueEnd(text, from);
    return new GivenField(start, end, text.substring(from, end));
  }

  private static int valueEnd(String text, int from) {
    Matcher value = (from < text.length() && (text.charAt(from) == '"' || text.charAt(from) == '\'') ? STRING : SCALAR).matcher(text).region(from, text.length());
    if (value.lookingAt()) {
      return value.end();
    }
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += "{<[".indexOf(c) >= 0 ? 1 : "}>]".indexOf(c) >= 0 ? -1 : 0;
      if (depth <= 0) {
        return depth < 0 ? i : i + 1;
      }
      Matcher string = STRING.matcher(text).region(i, text.length());
      if (string.lookingAt()) {
        i = string.end() - 1;
      }
    }
    return text.length();
  }

  /** Whether there is a field at a place, and not something else that the parser stumbled over. */
  static boolean isAt(String text, int start) {
    return NAME.matcher(text).region(start, text.length()).lookingAt();
  }

  /** The text without the field: spaces stand in its place, so that all others stay in theirs. */
  String blanked(String text) {
    return text.substring(0, start) + text.substring(start, end).replaceAll("[^\\n]", " ") + text.substring(end);
  }
}
