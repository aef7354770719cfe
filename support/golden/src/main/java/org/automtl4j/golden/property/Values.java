package org.automtl4j.golden.property;

import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** What the parameters of a {@link Property} are drawn from: values at the edges of a range come more often than others. */
final class Values {
  /** One of so many values is at an edge. */
  private static final int EDGE = 16;
  /** In ranges that are wider, every other value is near 0. */
  private static final long WIDE = 1000;

  private Values() {}

  /** How many values a parameter can have; a large number where it is not worth counting. */
  static long count(Parameter parameter) {
    if (parameter.getType() == int.class) {
      return (long) max(parameter) - min(parameter) + 1;
    }
    return parameter.getType() == boolean.class ? 2 : parameter.getType().isEnum() ? parameter.getType().getEnumConstants().length : Integer.MAX_VALUE;
  }

  /** A parameter's value by its number, below {@link #count}. */
  static Object at(Parameter parameter, long number) {
    if (parameter.getType() == int.class) {
      return Math.toIntExact(min(parameter) + number);
    }
    return parameter.getType() == boolean.class ? number == 1 : parameter.getType().getEnumConstants()[(int) number];
  }

  static Object draw(Parameter parameter, Draw draw) {
    Class<?> type = parameter.getType();
    if (type == long.class) {
      return number(Long.MIN_VALUE, Long.MAX_VALUE, draw);
    }
    if (type == int.class) {
      return (int) number(min(parameter), max(parameter), draw);
    }
    if (type == double.class) {
      return real(parameter.getAnnotation(DoubleRange.class), draw);
    }
    if (type == String.class) {
      return text(parameter.getAnnotation(Text.class), draw);
    }
    if (type == boolean.class || type.isEnum()) {
      return at(parameter, draw.below(count(parameter)));
    }
    throw new IllegalArgumentException("no values are drawn for " + parameter);
  }

  private static int min(Parameter parameter) {
    return parameter.isAnnotationPresent(IntRange.class) ? parameter.getAnnotation(IntRange.class).min() : Integer.MIN_VALUE;
  }

  private static int max(Parameter parameter) {
    return parameter.isAnnotationPresent(IntRange.class) ? parameter.getAnnotation(IntRange.class).max() : Integer.MAX_VALUE;
  }

  private static long number(long min, long max, Draw draw) {
    if (draw.oneIn(EDGE)) {
      long[] edges = LongStream.of(min, max, min + 1, max - 1, 0, 1, -1).filter(edge -> edge >= min && edge <= max).toArray();
      return edges[(int) draw.below(edges.length)];
    }
    long width = max - min + 1;
    boolean wide = width <= 0 || width > WIDE;
    if (wide && draw.oneIn(2)) {
      long near = draw.next() >> draw.below(Long.SIZE - 1);
      return Math.max(min, Math.min(max, near));
    }
    return width == 0 ? draw.next() : min + draw.below(width);
  }

  private static double real(DoubleRange range, Draw draw) {
    if (draw.oneIn(EDGE)) {
      List<Double> edges = List.of(range.min(), range.max(), Math.max(range.min(), 0), Math.min(range.max(), 1e-9));
      return edges.get((int) draw.below(edges.size()));
    }
    return range.min() + draw.unit() * (range.max() - range.min());
  }

  private static String text(Text range, Draw draw) {
    int length = (int) number(range.min(), range.max(), draw);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(range.of().isEmpty() ? character(draw) : range.of().charAt((int) draw.below(range.of().length())));
    }
    return text.toString();
  }

  /** Neither half of a pair nor one of the numbers that are no characters. */
  private static char character(Draw draw) {
    char c = (char) draw.below(draw.oneIn(2) ? 128 : 0xFFFE);
    return Character.isSurrogate(c) || c >= 0xFDD0 && c <= 0xFDEF ? '?' : c;
  }

  /** A value as a message shows it. */
  static String shown(Object value) {
    if (!(value instanceof String text)) {
      return String.valueOf(value);
    }
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      out.append(c >= ' ' && c < 127 && c != '"' && c != '\\' ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
    return out.append('"').toString();
  }
}
