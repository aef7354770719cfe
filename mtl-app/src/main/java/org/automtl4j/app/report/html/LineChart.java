package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Lines over a common axis, drawn for a width that a telephone has; a grid puts several beside each other on wider screens. */
public final class LineChart {
  private static final double WIDTH = 330;
  private static final double HEIGHT = 200;
  private static final double LEFT = 46;
  private static final double RIGHT = 10;
  private static final double TOP = 12;
  private static final double BOTTOM = 34;
  /** This part of a line does not decide how high the picture is. */
  private static final int BEGINNING = 40;

  private final String title;
  private final String xName;
  private final List<Series> series = new ArrayList<>();
  private final List<double[]> marks = new ArrayList<>();
  private final List<String> markNames = new ArrayList<>();
  private boolean named = true;
  private double least = Double.NaN;
  private double most = Double.NaN;

  /**
   * @param title above the picture
   * @param xName below the horizontal axis
   */
  public LineChart(String title, String xName) {
    this.title = title;
    this.xName = xName;
  }

  /**
   * @param line a line; without points it is left out
   * @return this
   */
  public LineChart line(Series line) {
    if (!line.points().isEmpty()) {
      series.add(line.thinned());
    }
    return this;
  }

  /**
   * Leaves the list of names out, where there are many lines or their colours are explained elsewhere; each line still says its own beside the pointer.
   *
   * @return this
   */
  public LineChart withoutLegend() {
    named = false;
    return this;
  }

  /**
   * Fixes the vertical axis.
   *
   * @param from its lower end
   * @param to its upper end
   * @return this
   */
  public LineChart range(double from, double to) {
    least = from;
    most = to;
    return this;
  }

  /**
   * Names a stretch of the horizontal axis; a hairline stands at its beginning.
   *
   * @param name what it is called
   * @param from its beginning
   * @param to its end
   * @return this
   */
  public LineChart stretch(String name, double from, double to) {
    marks.add(new double[] {from, to});
    markNames.add(name);
    return this;
  }

  /** @return whether there is nothing to draw */
  public boolean isEmpty() {
    return series.isEmpty();
  }

  /** @return the picture, with its legend */
  public Element draw() {
    Axis x = Axis.of(all(0).min().orElse(0), all(0).max().orElse(1), LEFT, WIDTH - RIGHT);
    Axis y = Double.isNaN(least) ? vertical() : Axis.of(least, most, HEIGHT - BOTTOM, TOP);
    Element svg = Element.of("svg").set("viewBox", "0 0 " + Numbers.coordinate(WIDTH) + " " + Numbers.coordinate(HEIGHT)).set("role", "img")
        .set("aria-label", title);
    double step = y.step(4);
    for (double tick : y.ticks(4)) {
      svg.add(line(LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick)), label(LEFT - 5, y.at(tick) + 3.5, Numbers.tick(tick, step), "end"));
    }
    double xStep = x.step(4);
    for (double tick : x.ticks(4)) {
      svg.add(label(x.at(tick), HEIGHT - BOTTOM + 14, Numbers.tick(tick, xStep), "middle"));
    }
    svg.add(label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4, xName, "middle"));
    for (int i = 0; i < marks.size(); i++) {
      double[] mark = marks.get(i);
      if (i > 0) {
        svg.add(line(x.at(mark[0]), TOP, x.at(mark[0]), HEIGHT - BOTTOM).set("class", "mark"));
      }
      svg.add(label((x.at(mark[0]) + x.at(mark[1])) / 2, TOP - 3, markNames.get(i), "middle"));
    }
    series.forEach(s -> svg.add(path(s, x, y)));
    return Element.of("figure", Element.of("figcaption", title), svg).set("class", "chart").addAll(legend());
  }

  /** From the least to the largest value, and from 0 where that costs little room. */
  private Axis vertical() {
    double low = all(1).min().orElse(0);
    // The first losses of a training are many times the later ones: they may leave the picture.
    double high = series.stream().flatMap(s -> s.points().stream().skip(s.points().size() / BEGINNING)).mapToDouble(p -> p[1]).max().orElse(1);
    return Axis.of(low > 0 && low < high / 3 ? 0 : low, high, HEIGHT - BOTTOM, TOP);
  }

  private DoubleStream all(int coordinate) {
    return DoubleStream.concat(series.stream().flatMap(s -> s.points().stream()).mapToDouble(p -> p[coordinate]),
        coordinate == 0 ? marks.stream().flatMapToDouble(DoubleStream::of) : DoubleStream.empty());
  }

  private Element path(Series s, Axis x, Axis y) {
    String points = s.points().stream().map(p -> Numbers.coordinate(x.at(p[0])) + "," + Numbers.coordinate(y.at(Math.max(y.from(), Math.min(y.to(), p[1])))))
        .collect(Collectors.joining(" "));
    Element line = Element.of("polyline").set("points", points).set("class", "line").set("stroke", Palette.series(s.colour()))
        .set("stroke-dasharray", Palette.dash(s.colour()));
    return line.tip(s.name());
  }

  private List<Element> legend() {
    if (!named || series.stream().allMatch(s -> s.name().isEmpty())) {
      return List.of();
    }
    Element legend = Element.div("legend");
    series.forEach(s -> legend.add(Element.of("span", Element.of("svg").set("viewBox", "0 0 26 8").set("class", "key").set("aria-hidden", "true")
        .add(Element.of("line").at("x1", 0).at("y1", 4).at("x2", 26).at("y2", 4).set("class", "line").set("stroke", Palette.series(s.colour()))
            .set("stroke-dasharray", Palette.dash(s.colour())))).text(s.name())));
    return List.of(legend);
  }

  private static Element line(double x1, double y1, double x2, double y2) {
    return Element.of("line").at("x1", x1).at("y1", y1).at("x2", x2).at("y2", y2).set("class", "grid");
  }

  private static Element label(double x, double y, String text, String anchor) {
    return Element.of("text", text).at("x", x).at("y", y).set("text-anchor", anchor);
  }
}
