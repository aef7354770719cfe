package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a chart.
 *
 * @param name what the legend says
 * @param points [x, y] in rising x, finite
 * @param colour index into the palette
 */
public record Series(String name, List<double[]> points, int colour) {
  private static final int MOST = 180;

  /** @return the same with at most a couple of hundred points, each the mean of its neighbourhood: more cannot be seen, and noise hides the course */
  public Series thinned() {
    int width = (points.size() + MOST - 1) / MOST;
    if (width <= 1) {
      return this;
    }
    List<double[]> means = new ArrayList<>();
    for (int from = 0; from < points.size(); from += width) {
      List<double[]> part = points.subList(from, Math.min(points.size(), from + width));
      means.add(new double[] {part.stream().mapToDouble(p -> p[0]).average().orElseThrow(), part.stream().mapToDouble(p -> p[1]).average().orElseThrow()});
    }
    return new Series(name, means, colour);
  }

  /**
   * @param by what is added to every x
   * @return the line further to the right
   */
  public Series shifted(double by) {
    return new Series(name, points.stream().map(p -> new double[] {p[0] + by, p[1]}).toList(), colour);
  }
}
