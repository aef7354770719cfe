package org.automtl4j.train.listener.internal;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Losses and metrics in one line. */
final class LossText {
  private LossText() {}

  static String of(Map<String, Double> values) {
    return values.entrySet().stream().map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue())).collect(Collectors.joining(", "));
  }
}
