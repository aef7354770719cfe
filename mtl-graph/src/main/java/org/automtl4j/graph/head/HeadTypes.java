package org.automtl4j.graph.head;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.automtl4j.core.InvalidInputException;

/** Makes the heads that configurations can name. */
final class HeadTypes {
  private static final int DEFAULT_WIDTH = 256;

  private HeadTypes() {}

  static TaskHead create(String type, Map<String, ?> settings) {
    switch (type) {
      case AsppHead.TYPE:
        allow(type, settings, List.of("width", "dropout"));
        return new AsppHead(width(type, settings, DEFAULT_WIDTH), dropout(type, settings, AsppHead.DROPOUT));
      case Conv1x1Head.TYPE:
        allow(type, settings, List.of("width"));
        return new Conv1x1Head(settings.containsKey("width") ? width(type, settings, 0) : 0);
      case LargeFovHead.TYPE:
        allow(type, settings, List.of("width", "dropout"));
        return new LargeFovHead(width(type, settings, LargeFovHead.WIDTH), dropout(type, settings, LargeFovHead.DROPOUT));
      case LinearHead.TYPE:
        allow(type, settings, List.of());
        return new LinearHead();
      default:
        throw new InvalidInputException("head type '" + type + "' is unknown: it is one of aspp, conv1x1, largefov, linear");
    }
  }

  private static void allow(String type, Map<String, ?> settings, List<String> allowed) {
    for (String key : new TreeSet<>(settings.keySet())) {
      if (!allowed.contains(key)) {
        String known = allowed.isEmpty() ? "has no settings" : "knows " + String.join(", ", allowed);
        throw new InvalidInputException("head type '" + type + "' " + known + "; found '" + key + "'");
      }
    }
  }

  private static int width(String type, Map<String, ?> settings, int otherwise) {
    if (!settings.containsKey("width")) {
      return otherwise;
    }
    if (settings.get("width") instanceof Number n && n.doubleValue() == n.intValue() && n.intValue() >= 1) {
      return n.intValue();
    }
    throw new InvalidInputException("head type '" + type + "': width must be a whole number of at least 1, found " + settings.get("width"));
  }

  private static double dropout(String type, Map<String, ?> settings, double otherwise) {
    if (!settings.containsKey("dropout")) {
      return otherwise;
    }
    if (settings.get("dropout") instanceof Number n && n.doubleValue() >= 0 && n.doubleValue() < 1) {
      return n.doubleValue();
    }
    throw new InvalidInputException("head type '" + type + "': dropout must be a number in [0, 1), found " + settings.get("dropout"));
  }
}
