package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps numbers to coordinates, and knows where round numbers are.
 *
 * @param from first number
 * @param to last number, greater
 * @param start coordinate of the first
 * @param end coordinate of the last
 */
public record Axis(double from, double to, double start, double end) {

  /**
   * Ends at the numbers' own ends, or a little apart where all are equal.
   *
   * @param least smallest number
   * @param most largest number
   * @param start coordinate of the first
   * @param end coordinate of the last
   * @return the axis
   */
  public static Axis of(double least, double most, double start, double end) {
    double width = most - least;
    double room = width > 0 ? 0 : Math.max(1e-3, Math.abs(most) * 0.1);
    return new Axis(least - room, most + room, start, end);
  }

  /**
   * @param value a number
   * @return its coordinate
   */
  public double at(double value) {
    return start + (value - from) / (to - from) * (end - start);
  }

  /**
   * @param about how many are to fit
   * @return the distance between round numbers, of which so many fit: 1, 2 or 5 times a power of ten
   */
  public double step(int about) {
    double raw = (to - from) / about;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double lead = raw / power;
    return power * (lead <= 1.0001 ? 1 : lead <= 2.0001 ? 2 : lead <= 5.0001 ? 5 : 10);
  }

  /**
   * @param about how many are to fit
   * @return round numbers
   */
  public List<Double> ticks(int about) {
    double step = step(about);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }
}
