package org.automtl4j.data.metric;

import java.util.Objects;

/**
 * One figure of merit.
 *
 * @param name what it is, such as {@code "miou"}; one word per thing in tables, files and code
 * @param value the figure; NaN where nothing could be measured
 * @param higherIsBetter which direction is good
 */
public record MetricValue(String name, double value, boolean higherIsBetter) {
  /** Checks that there is a name. */
  public MetricValue {
    Objects.requireNonNull(name, "name");
  }
}
