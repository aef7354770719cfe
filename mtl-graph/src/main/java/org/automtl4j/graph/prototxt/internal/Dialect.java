package org.automtl4j.graph.prototxt.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings a text into the form in which protobuf-java reads it as the published reader (Python's protobuf) does, and refuses what only one of the two would
 * read: Python keeps the backslash of an escape that it does not know, has no suffix {@code F} of numbers, and its {@code \}{@code u} does not give UTF-8.
 */
final class Dialect {
  /** The schema is not recursive and at most five deep, so deeper nesting is an error anyway; the limit keeps the parser's stack small. */
  private static final int DEEPEST = 32;
  private static final Pattern TOKEN = Pattern.compile("#.*|[a-zA-Z_][0-9a-zA-Z_+-]*|(?:[0-9+-]|\\.[0-9])[0-9a-zA-Z_.+-]*|[\"'{}<>\\[\\]]");
  private static final Pattern CAPITAL_SUFFIX = Pattern.compile("[+-]?(?!0[xX])[0-9.].*F");
  private static final String KNOWN_ESCAPES = "abfnrtvx01234567\\'\"";

  private final SourceText source;
  private final List<String> lines = new ArrayList<>();
  /** By line (from 0): columns in the new text behind which one sign was put in. */
  private final List<List<Integer>> inserted = new ArrayList<>();
  private int depth;

  private Dialect(SourceText source) {
    this.source = source;
    for (String line : source.lines()) {
      inserted.add(new ArrayList<>());
      lines.add(scan(line));
    }
  }

  static Dialect of(SourceText source) {
    if (source.text().startsWith("\uFEFF")) {
      throw source.error(1, 1, "the file starts with a byte order mark, save it as UTF-8 without one");
    }
    return new Dialect(source);
  }

  /** The text for protobuf-java. */
  String text() {
    return String.join("\n", lines);
  }

  /** The column in the file of a column in {@link #text}; both count from 1. */
  int column(int line, int column) {
    return line > inserted.size() ? column : column - (int) inserted.get(line - 1).stream().filter(place -> place < column).count();
  }

  private String scan(String line) {
    StringBuilder out = new StringBuilder(line.length() + 8);
    Matcher token = TOKEN.matcher(line);
    int done = 0;
    while (token.find(done)) {
      out.append(line, done, token.start());
      char first = line.charAt(token.start());
      done = token.end();
      if (first == '"' || first == '\'') {
        done = string(line, token.start(), out);
        continue;
      }
      if ("{<[".indexOf(first) >= 0 && ++depth > DEEPEST) {
        throw source.error(lines.size() + 1, token.start() + 1, "brackets are nested deeper than " + DEEPEST);
      }
      if ("}>]".indexOf(first) >= 0) {
        depth--;
      }
      if (CAPITAL_SUFFIX.matcher(token.group()).matches()) {
        throw source.error(lines.size() + 1, token.start() + 1, "found " + token.group() + ", allowed is a number such as 1e-3 or 1e-3f");
      }
      out.append(token.group());
    }
    return out.append(line, done, line.length()).toString();
  }

  /** Copies a string; where it is not closed in its line, protobuf-java says so. */
  private int string(String line, int start, StringBuilder out) {
    char quote = line.charAt(start);
    out.append(quote);
    int i = start + 1;
    while (i < line.length() && line.charAt(i) != quote) {
      if (line.charAt(i) == '\\' && i + 1 < line.length()) {
        escape(line, i, out);
        i += 2;
      } else {
        out.append(line.charAt(i++));
      }
    }
    if (i < line.length()) {
      out.append(quote);
    }
    return Math.min(i + 1, line.length());
  }

  private void escape(String line, int at, StringBuilder out) {
    char kind = line.charAt(at + 1);
    if (kind == 'u' || kind == 'U' || kind == 'N') {
      throw source.error(lines.size() + 1, at + 1, "found \\" + kind + " in a string, allowed are \\n \\t \\\" \\\\ \\xHH \\OOO; write the character itself");
    }
    if (KNOWN_ESCAPES.indexOf(kind) < 0) {
      out.append('\\');
      inserted.get(lines.size()).add(out.length());
    }
    out.append('\\').append(kind);
  }
}
