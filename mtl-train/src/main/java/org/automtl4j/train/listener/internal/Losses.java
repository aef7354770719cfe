package org.automtl4j.train.listener.internal;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Losses in one line. */
final class Losses {
  private Losses() {}

  static String text(Map<String, Double> losses) {
    return losses.entrySet().stream().map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue())).collect(Collectors.joining(", "));
  }
}
