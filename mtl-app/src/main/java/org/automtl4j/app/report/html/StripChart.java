package org.automtl4j.app.report.html;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/** A dot per run in a row per model, with the mean and one standard deviation to both sides. */
final class StripChart {
  private static final double WIDTH = 330;
  private static final double SIDE = 14;
  private static final double ROW = 40;

  private final String title;
  private final Map<String, double[]> rows = new LinkedHashMap<>();

  StripChart(String title) {
    this.title = title;
  }

  StripChart row(String name, double... values) {
    if (values.length > 0) {
      rows.put(name, values.clone());
    }
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  Element draw() {
    double least = Math.min(0, rows.values().stream().flatMapToDouble(StripChart::extent).min().orElse(0));
    double most = Math.max(0, rows.values().stream().flatMapToDouble(StripChart::extent).max().orElse(1));
    double room = Math.max(0.002, (most - least) * 0.05);
    Axis x = Axis.of(least - room, most + room, SIDE, WIDTH - SIDE);
    double height = rows.size() * ROW + 26;
    Element svg = Element.of("svg").set("viewBox", "0 0 " + Numbers.coordinate(WIDTH) + " " + Numbers.coordinate(height)).set("role", "img")
        .set("aria-label", title);
    for (double tick : x.ticks(5)) {
      svg.add(Element.of("line").at("x1", x.at(tick)).at("y1", 0).at("x2", x.at(tick)).at("y2", height - 20)
          .set("class", Math.abs(tick) < 1e-12 ? "zero" : "grid"));
      svg.add(Element.of("text", Numbers.tick(100 * tick, 100 * x.step(5)) + " %").at("x", x.at(tick)).at("y", height - 6).set("text-anchor", "middle"));
    }
    int index = 0;
    for (Map.Entry<String, double[]> row : rows.entrySet()) {
      strip(svg, row.getKey(), row.getValue(), x, index++);
    }
    return Element.of("figure", Element.of("figcaption", title), svg).set("class", "chart strip");
  }

  /** All that a row draws. */
  private static DoubleStream extent(double[] values) {
    Spread spread = Spread.of(values);
    return DoubleStream.concat(Arrays.stream(values),
        values.length > 1 ? DoubleStream.of(spread.mean() - spread.deviation(), spread.mean() + spread.deviation()) : DoubleStream.empty());
  }

  private static void strip(Element svg, String name, double[] values, Axis x, int index) {
    double y = index * ROW + 28;
    Spread spread = Spread.of(values);
    String colour = Palette.series(index);
    svg.add(Element.of("text", name + ": " + spread.text(Numbers::change)).at("x", SIDE).at("y", y - 13).set("class", "name"));
    if (spread.count() > 1) {
      svg.add(Element.of("line").at("x1", x.at(spread.mean() - spread.deviation())).at("y1", y).at("x2", x.at(spread.mean() + spread.deviation())).at("y2", y)
          .set("stroke", colour).set("stroke-width", 2));
      svg.add(Element.of("line").at("x1", x.at(spread.mean())).at("y1", y - 7).at("x2", x.at(spread.mean())).at("y2", y + 7).set("stroke", colour)
          .set("stroke-width", 3));
    }
    for (double value : values) {
      svg.add(Element.of("circle").at("cx", x.at(value)).at("cy", y).set("r", "4").set("fill", colour).set("fill-opacity", "0.55").tip(Numbers.change(value)));
    }
  }
}
