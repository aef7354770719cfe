package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What models gain over what they cost: a dot with one standard error to both sides for each, squares for the models that everybody knows, hollow dots for controls, a line
 * along those that no other one beats, and a ring around the one that is taken.
 */
final class FrontChart {
  private static final double WIDTH = 330;
  private static final double HEIGHT = 230;
  private static final double LEFT = 50;
  private static final double RIGHT = 14;
  private static final double TOP = 14;
  private static final double BOTTOM = 36;
  private static final double DOT = 4;
  private static final double RING = 8;
  private static final int LABELS_APART = 12;

  /** How a model is drawn. */
  enum Mark { ANCHOR, MODEL, LEFT_BEHIND, CONTROL }

  /**
   * A model.
   *
   * @param name for whoever points at it
   * @param label written beside it, or nothing
   * @param cost as a multiple of hard sharing's
   * @param gain over hard sharing, as a fraction
   * @param error its standard error
   * @param mark how it is drawn
   * @param taken whether it is the one
   */
  record Point(String name, String label, double cost, double gain, double error, Mark mark, boolean taken) {
    double low() {
      return Double.isFinite(error) ? gain - error : gain;
    }

    double high() {
      return Double.isFinite(error) ? gain + error : gain;
    }
  }

  private final String title;
  private final List<Point> points;
  private final Axis x;
  private final Axis y;

  FrontChart(String title, List<Point> points) {
    this.title = title;
    this.points = List.copyOf(points);
    double dearest = points.stream().mapToDouble(Point::cost).max().orElse(1);
    double cheapest = points.stream().mapToDouble(Point::cost).min().orElse(1);
    double room = Math.max(0.05, 0.08 * (dearest - cheapest));
    double low = Math.min(0, points.stream().mapToDouble(Point::low).min().orElse(0));
    double high = Math.max(0, points.stream().mapToDouble(Point::high).max().orElse(0));
    double space = Math.max(0.002, 0.12 * (high - low));
    x = Axis.of(cheapest - room, dearest + room, LEFT, WIDTH - RIGHT);
    y = Axis.of(low - space, high + space, HEIGHT - BOTTOM, TOP);
  }

  Element draw() {
    Element svg = Element.of("svg").set("viewBox", "0 0 " + Numbers.coordinate(WIDTH) + " " + Numbers.coordinate(HEIGHT)).set("role", "img").set("aria-label", title);
    double yStep = 100 * y.step(4);
    for (double tick : y.ticks(4)) {
      svg.add(line(LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick)).set("class", Math.abs(tick) < 1e-12 ? "zero" : "grid"),
          text(LEFT - 5, y.at(tick) + 3.5, Numbers.tick(100 * tick, yStep) + " %", "end"));
    }
    for (double tick : x.ticks(5)) {
      svg.add(text(x.at(tick), HEIGHT - BOTTOM + 14, Numbers.tick(tick, x.step(5)) + "×", "middle"));
    }
    svg.add(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5, "cost, as a multiple of hard sharing's", "middle"));
    front(svg);
    points.stream().sorted(Comparator.comparing(Point::mark).reversed()).forEach(point -> draw(svg, point));
    labels(svg);
    return Element.of("figure", Element.of("figcaption", title), svg).set("class", "chart front");
  }

  /** A step line under which every model lies that another one beats; controls and what was left behind are not on offer. */
  private void front(Element svg) {
    List<Point> offered = points.stream().filter(p -> p.mark() == Mark.ANCHOR || p.mark() == Mark.MODEL)
        .sorted(Comparator.comparingDouble(Point::cost).thenComparing(Point::gain, Comparator.reverseOrder())).toList();
    List<double[]> corners = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    for (Point point : offered) {
      if (point.gain() > best) {
        if (!corners.isEmpty()) {
          corners.add(new double[] {x.at(point.cost()), y.at(best)});
        }
        corners.add(new double[] {x.at(point.cost()), y.at(point.gain())});
        best = point.gain();
      }
    }
    if (corners.size() > 1) {
      svg.add(Element.of("polyline").set("points", corners.stream().map(c -> Numbers.coordinate(c[0]) + "," + Numbers.coordinate(c[1])).collect(Collectors.joining(" ")))
          .set("class", "line").set("stroke", Palette.pale(Palette.series(0), 0.5)).tip("no other model is as cheap and better"));
    }
  }

  private void draw(Element svg, Point point) {
    double px = x.at(point.cost());
    double py = y.at(point.gain());
    String colour = switch (point.mark()) {
      case ANCHOR -> Palette.series(6);
      case MODEL -> Palette.series(0);
      case LEFT_BEHIND -> Palette.pale(Palette.series(0), 0.4);
      case CONTROL -> Palette.series(1);
    };
    if (point.low() < point.high()) {
      svg.add(line(px, y.at(point.low()), px, y.at(point.high())).set("stroke", colour).set("stroke-width", "1.5"));
    }
    Element sign = point.mark() == Mark.ANCHOR ? Element.of("rect").at("x", px - DOT).at("y", py - DOT).at("width", 2 * DOT).at("height", 2 * DOT)
        : Element.of("circle").at("cx", px).at("cy", py).at("r", DOT);
    sign.set("fill", point.mark() == Mark.CONTROL ? "#ffffff" : colour).set("stroke", colour).set("stroke-width", "1.5");
    svg.add(sign.tip(point.name() + ": " + Numbers.change(point.gain()) + (Double.isFinite(point.error()) && point.error() > 0
        ? " ± " + Numbers.change(point.error()).substring(1) : "") + " at " + Numbers.tick(point.cost(), 0.01) + "×"));
    if (point.taken()) {
      svg.add(Element.of("circle").at("cx", px).at("cy", py).at("r", RING).set("fill", "none").set("stroke", Palette.series(2)).set("stroke-width", "2.5")
          .tip("taken: " + point.name()));
    }
  }

  /** Names, moved down where they would lie upon each other. */
  private void labels(Element svg) {
    double last = Double.NEGATIVE_INFINITY;
    for (Point point : points.stream().filter(p -> !p.label().isEmpty()).sorted(Comparator.comparingDouble(p -> y.at(p.gain()))).toList()) {
      boolean right = x.at(point.cost()) > (LEFT + WIDTH) / 2;
      double at = Math.min(HEIGHT - BOTTOM - 2, Math.max(y.at(point.gain()) - 7, last + LABELS_APART));
      last = at;
      svg.add(text(x.at(point.cost()) + (right ? -RING - 2 : RING + 2), at, point.label(), right ? "end" : "start").set("class", "name"));
    }
  }

  private static Element line(double x1, double y1, double x2, double y2) {
    return Element.of("line").at("x1", x1).at("y1", y1).at("x2", x2).at("y2", y2);
  }

  private static Element text(double x, double y, String text, String anchor) {
    return Element.of("text", text).at("x", x).at("y", y).set("text-anchor", anchor);
  }
}
