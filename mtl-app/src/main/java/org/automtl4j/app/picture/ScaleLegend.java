package org.automtl4j.app.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A bar of the colour map with round numbers beside it, the largest value on top. */
final class ScaleLegend implements Legend {
  private static final int BAR = 14;
  private static final int TICK = 5;
  private static final int HIGHEST = 300;

  private final TaskMap map;
  private final double low;
  private final double high;
  private final String unit;

  ScaleLegend(TaskMap map, double low, double high) {
    this.map = map;
    this.low = low;
    this.high = high;
    this.unit = map.task().unit().isBlank() ? "" : " " + shortened(map.task().unit());
  }

  private static String shortened(String unit) {
    return unit.equals("metres") || unit.equals("metre") ? "m" : unit;
  }

  /** Multiples of 1, 2 or 5 times a power of ten, four to eight of them. */
  private List<Double> ticks() {
    double span = Math.max(high - low, 1e-9);
    double power = Math.pow(10, Math.floor(Math.log10(span / 5)));
    double step = power;
    for (double factor : new double[] {1, 2, 5, 10}) {
      step = span / (power * factor) <= 7 ? power * factor : step;
      if (step == power * factor && span / step <= 7) {
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (double at = Math.ceil(low / step) * step; at <= high + step * 1e-6; at += step) {
      ticks.add(at);
    }
    return ticks;
  }

  private String text(double value) {
    double rounded = Math.abs(value) < (high - low) * 1e-9 ? 0 : value;
    return String.format(Locale.ROOT, high - low < .05 ? "%.4f" : high - low < 5 ? "%.2f" : "%.1f", rounded) + unit;
  }

  @Override
  public int width(Letters letters) {
    return BAR + TICK + 6 + ticks().stream().mapToInt(tick -> letters.width(text(tick))).max().orElse(0);
  }

  @Override
  public int height(int maps) {
    return Math.min(maps, HIGHEST);
  }

  @Override
  public void draw(Graphics2D g, Letters letters, int x, int y, int maps) {
    int height = height(maps);
    for (int i = 0; i < height; i++) {
      g.setColor(new Color(MapPainter.scale(map, 1 - (double) i / Math.max(1, height - 1))));
      g.fillRect(x, y + i, BAR, 1);
    }
    for (double tick : ticks()) {
      int at = y + (int) Math.round((1 - (tick - low) / Math.max(1e-12, high - low)) * (height - 1));
      g.setColor(Figure.FAINT);
      g.drawLine(x + BAR, at, x + BAR + TICK, at);
      letters.plain(g, text(tick), x + BAR + TICK + 5, Math.max(y + 9, Math.min(y + height, at + 4)), Figure.INK);
    }
  }
}
