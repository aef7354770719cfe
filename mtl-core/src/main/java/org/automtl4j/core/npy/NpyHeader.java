package org.automtl4j.core.npy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;

/**
 * The header of an npy file: a Python dictionary with the keys {@code descr} (byte order and type), {@code fortran_order} and {@code shape}, in any order.
 * The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
record NpyHeader(NumberType type, boolean bigEndian, boolean fortranOrder, long[] shape) {
  private static final int MAX_RANK = 32;
  private static final String STRING = "'[^'\\\\]*'|\"[^\"\\\\]*\"";
  private static final Pattern ENTRY = Pattern.compile("\\s*(" + STRING + ")\\s*:\\s*(" + STRING + "|True|False|\\([\\s0-9L,]*\\))\\s*(,|(?=\\}))");
  private static final Pattern SIZE = Pattern.compile("\\s*\\d{1,18}L?\\s*");
  private static final Pattern DESCR = Pattern.compile("([<>|=])([a-zA-Z]\\d*)");

  /** @param where the file, for messages */
  static NpyHeader parse(String text, String where) {
    String trimmed = text.strip();
    if (!trimmed.startsWith("{") || !trimmed.endsWith("}")) {
      throw wrong(where, text, "is not a dictionary");
    }
    String descr = "";
    String order = "";
    String shape = "";
    Matcher entry = ENTRY.matcher(trimmed).region(1, trimmed.length());
    int end = 1;
    while (entry.lookingAt()) {
      String key = unquoted(entry.group(1));
      String value = entry.group(2);
      switch (key) {
        case "descr" -> descr = once(descr, value, key, where, text);
        case "fortran_order" -> order = once(order, value, key, where, text);
        case "shape" -> shape = once(shape, value, key, where, text);
        default -> throw wrong(where, text, "has the unknown key '" + key + "'");
      }
      end = entry.end();
      entry.region(end, trimmed.length());
    }
    if (!trimmed.substring(end).strip().equals("}") || descr.isEmpty() || order.isEmpty() || shape.isEmpty()) {
      throw wrong(where, text, "must have the keys 'descr' (one type of numbers), 'fortran_order' and 'shape'");
    }
    if (!order.equals("True") && !order.equals("False")) {
      throw wrong(where, text, "has a 'fortran_order' that is neither True nor False");
    }
    Matcher kind = DESCR.matcher(unquoted(descr));
    if (!kind.matches()) {
      throw wrong(where, text, "has a 'descr' that is not one type of numbers");
    }
    NumberType type = type(kind.group(2), unquoted(descr), where);
    boolean ordered = kind.group(1).equals("<") || kind.group(1).equals(">");
    if (type.bytes() > 1 && !ordered) {
      throw wrong(where, text, "does not say the byte order of " + kind.group(2));
    }
    return new NpyHeader(type, kind.group(1).equals(">"), order.equals("True"), shape(shape, where, text));
  }

  private static NumberType type(String code, String descr, String where) {
    for (NumberType type : NumberType.values()) {
      if (type.code().equals(code)) {
        return type;
      }
    }
    String allowed = Arrays.stream(NumberType.values()).map(NumberType::code).filter(c -> !c.isEmpty()).collect(Collectors.joining(", "));
    throw new InvalidInputException(where + ": holds '" + descr + "', but only numbers and truth values can be read: " + allowed);
  }

  private static long[] shape(String value, String where, String text) {
    String inner = value.substring(1, value.length() - 1).strip();
    String sizes = inner.endsWith(",") ? inner.substring(0, inner.length() - 1) : inner;
    String[] parts = sizes.isEmpty() ? new String[0] : sizes.split(",", -1);
    boolean tuple = parts.length != 1 || inner.endsWith(",");
    if (!value.startsWith("(") || !tuple || !Arrays.stream(parts).allMatch(part -> SIZE.matcher(part).matches())) {
      throw wrong(where, text, "has a shape that is not a list of sizes");
    }
    long[] shape = Arrays.stream(parts).mapToLong(part -> Long.parseLong(part.strip().replace("L", ""))).toArray();
    if (shape.length > MAX_RANK) {
      throw wrong(where, text, "has " + shape.length + " dimensions, more than " + MAX_RANK);
    }
    return shape;
  }

  private static String unquoted(String quoted) {
    return quoted.startsWith("'") || quoted.startsWith("\"") ? quoted.substring(1, quoted.length() - 1) : quoted;
  }

  private static String once(String before, String value, String key, String where, String text) {
    if (!before.isEmpty()) {
      throw wrong(where, text, "has the key '" + key + "' twice");
    }
    return value;
  }

  private static InvalidInputException wrong(String where, String text, String what) {
    String shown = text.strip().replaceAll("[^\\x20-\\x7E]", "?");
    return new InvalidInputException(where + ": the header of this npy file " + what + ": " + (shown.length() > 120 ? shown.substring(0, 120) + "..." : shown));
  }

  /**
   * The number of bytes of all numbers; refuses shapes whose numbers Java cannot hold in one array.
   *
   * @param where the file, for messages
   */
  int payload(String where) {
    long bytes = type.bytes();
    boolean empty = Arrays.stream(shape).anyMatch(size -> size == 0);
    for (int dimension = 0; dimension < shape.length && !empty; dimension++) {
      if (shape[dimension] > (Integer.MAX_VALUE - 8) / bytes) {
        throw new InvalidInputException(
            where + ": an array of shape " + Arrays.toString(shape) + " of " + type + " is larger than 2 GiB, the most that can be read");
      }
      bytes *= shape[dimension];
    }
    return empty ? 0 : (int) bytes;
  }

  /** The bytes before the numbers, version 1.0: magic, version, length, and the dictionary padded with spaces so that the numbers start at a multiple of 64. */
  static byte[] format(NumberType type, long[] shape) {
    String descr = (type.bytes() == 1 ? "|" : "<") + type.code();
    String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", shape.length == 1 ? ",)" : ")"));
    String text = String.format(Locale.ROOT, "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", descr, sizes);
    int length = (NpyFile.MAGIC.length + 4 + text.length() + 1 + 63) / 64 * 64;
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) ' ');
    System.arraycopy(NpyFile.MAGIC, 0, bytes, 0, NpyFile.MAGIC.length);
    int at = NpyFile.MAGIC.length;
    int rest = length - at - 4;
    bytes[at] = 1;
    bytes[at + 1] = 0;
    bytes[at + 2] = (byte) rest;
    bytes[at + 3] = (byte) (rest >>> 8);
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, bytes, at + 4, ascii.length);
    bytes[length - 1] = '\n';
    return bytes;
  }
}
