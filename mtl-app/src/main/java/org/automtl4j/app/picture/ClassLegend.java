package org.automtl4j.app.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.model.ColourMaps;

/** The classes that occur, the most frequent first, each with its colour and its share of the prediction. */
final class ClassLegend implements Legend {
  private static final int ROW = 20;
  private static final int SWATCH = 13;
  private static final int MOST = 24;

  private final List<Row> rows = new ArrayList<>();

  private record Row(int rgb, String name, String share) {}

  ClassLegend(TaskMap prediction, Optional<TaskMap> label) {
    Task task = prediction.task();
    int[] predicted = prediction.counts();
    int[] known = label.map(TaskMap::counts).orElse(new int[predicted.length]);
    long pixels = Math.max(1, (long) prediction.height() * prediction.width());
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < predicted.length; i++) {
      if (predicted[i] + known[i] > 0) {
        order.add(i);
      }
    }
    order.sort(Comparator.comparingInt((Integer i) -> -predicted[i]).thenComparingInt(i -> -known[i]));
    order.stream().limit(MOST).forEach(i -> rows.add(new Row(ColourMaps.ofClass(i), name(task, i),
        String.format(Locale.ROOT, "%.1f %%", 100.0 * predicted[i] / pixels))));
    if (order.size() > MOST) {
      rows.add(new Row(0xFFFFFF, "and " + (order.size() - MOST) + " more", ""));
    }
    if (label.isPresent() && Arrays.stream(known).sum() < pixels) {
      rows.add(new Row(MapPainter.UNKNOWN, "unknown", ""));
    }
  }

  /** A class as people call it. */
  static String name(Task task, int index) {
    return index < task.classNames().size() ? task.classNames().get(index) : "class " + index;
  }

  private int names(Letters letters) {
    return rows.stream().mapToInt(row -> letters.width(row.name)).max().orElse(0);
  }

  @Override
  public int width(Letters letters) {
    return SWATCH + 8 + names(letters) + 16 + letters.width("100.0 %");
  }

  @Override
  public int height(int maps) {
    return rows.size() * ROW;
  }

  @Override
  public void draw(Graphics2D g, Letters letters, int x, int y, int maps) {
    int right = x + width(letters);
    int top = y;
    for (Row row : rows) {
      g.setColor(new Color(row.rgb));
      g.fillRoundRect(x, top + 2, SWATCH, SWATCH, 4, 4);
      letters.plain(g, row.name, x + SWATCH + 8, top + 13, Figure.INK);
      letters.plain(g, row.share, right - letters.width(row.share), top + 13, Figure.FAINT);
      top += ROW;
    }
  }
}
