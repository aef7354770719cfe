package org.automtl4j.app.report.html.mtlnas;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.automtl4j.app.report.html.Element;
import org.automtl4j.app.report.html.Numbers;
import org.automtl4j.app.report.html.Palette;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;

/**
 * The edges as a picture: sites from top to bottom, a lane for each task's network, and an arrow from the site that is read to the one that reads, in the
 * colour of the task that is read. Edges that stayed closed are pale lines behind.
 */
final class EdgePicture {
  private static final double NAMES = 104;
  private static final double LANE = 150;
  private static final double ROW = 40;
  private static final double HEAD = 40;
  private static final double RADIUS = 6;
  private static final double ARROW = 6;
  private static final int LONGEST = 16;
  private static final String CLOSED = "#dfe4ea";
  private static final double BEND = 9;

  private final Edges edges;

  private EdgePicture(Edges edges) {
    this.edges = edges;
  }

  static Element of(Edges edges) {
    return new EdgePicture(edges).draw();
  }

  private Element draw() {
    double width = NAMES + edges.tasks().size() * LANE;
    double height = HEAD + edges.sites().size() * ROW;
    Element svg = Element.of("svg").set("viewBox", "0 0 " + Numbers.coordinate(width) + " " + Numbers.coordinate(height)).set("width", Numbers.coordinate(width))
        .set("class", "architecture").set("role", "img").set("aria-label", "Open edges between the networks of the tasks");
    for (int t = 0; t < edges.tasks().size(); t++) {
      svg.add(Element.of("line").at("x1", x(t)).at("y1", HEAD - 12).at("x2", x(t)).at("y2", height).set("class", "lane"));
      svg.add(Element.of("text", shortened(edges.tasks().get(t))).at("x", x(t)).at("y", HEAD - 20).set("text-anchor", "middle").set("class", "task").tip(edges.tasks().get(t)));
    }
    edges.closed().stream().filter(this::isDrawn).forEach(edge -> svg.add(line(edge).set("stroke", CLOSED).tip(words(edge) + ": closed")));
    List<Map.Entry<Edge, Double>> open = new ArrayList<>(edges.open().entrySet());
    open.sort(Comparator.comparingDouble(Map.Entry::getValue));
    open.stream().filter(edge -> isDrawn(edge.getKey())).forEach(edge -> arrow(svg, edge.getKey(), edge.getValue()));
    for (int s = 0; s < edges.sites().size(); s++) {
      svg.add(Element.of("text", shortened(edges.site(s))).at("x", NAMES - 12).at("y", y(s) + 4).set("text-anchor", "end").tip("site " + s + ", " + edges.site(s)));
      for (int t = 0; t < edges.tasks().size(); t++) {
        svg.add(Element.of("circle").at("cx", x(t)).at("cy", y(s)).at("r", RADIUS).set("fill", Palette.series(t)).tip(edges.tasks().get(t) + ", " + edges.site(s)));
      }
    }
    return svg;
  }

  private boolean isDrawn(Edge edge) {
    return edges.tasks().contains(edge.source()) && edges.tasks().contains(edge.target()) && edge.targetSite() < edges.sites().size();
  }

  private void arrow(Element svg, Edge edge, double share) {
    String colour = Palette.pale(Palette.series(edges.tasks().indexOf(edge.source())), share);
    String tip = words(edge) + (share < 1 ? ": open in " + Numbers.percent(share) + " of the runs" : ": open");
    double[] p = points(edge);
    double dx = p[4] - p[2];
    double dy = p[5] - p[3];
    double length = Math.hypot(dx, dy);
    double ux = dx / length;
    double uy = dy / length;
    double tipX = p[4];
    double tipY = p[5];
    svg.add(line(edge).set("stroke", colour).set("stroke-width", "2").tip(tip));
    svg.add(Element.of("path").set("fill", colour).set("d", "M" + point(tipX, tipY) + "L" + point(tipX - ARROW * ux - ARROW / 2 * uy, tipY - ARROW * uy + ARROW / 2 * ux) + "L"
        + point(tipX - ARROW * ux + ARROW / 2 * uy, tipY - ARROW * uy - ARROW / 2 * ux) + "Z"));
  }

  private Element line(Edge edge) {
    double[] p = points(edge);
    return Element.of("path").set("fill", "none").set("stroke-width", "1").set("d", "M" + point(p[0], p[1]) + "Q" + point(p[2], p[3]) + " " + point(p[4], p[5]));
  }

  /** Start, control point and end. Edges of one pair in both directions bend apart, and further ones go around the lanes between. */
  private double[] points(Edge edge) {
    int source = edges.tasks().indexOf(edge.source());
    int target = edges.tasks().indexOf(edge.target());
    int lanes = Math.abs(target - source);
    double side = Math.signum(target - source);
    double fromX = x(source) + side * RADIUS;
    double toX = x(target) - side * RADIUS;
    double fromY = y(edge.sourceSite());
    double toY = y(edge.targetSite());
    double bend = BEND * lanes * (side > 0 ? -1 : 1);
    return new double[] {fromX, fromY, (fromX + toX) / 2, (fromY + toY) / 2 + bend, toX, toY};
  }

  private String words(Edge edge) {
    return edge.target() + ", " + edges.site(edge.targetSite()) + " reads " + edge.source() + ", " + edges.site(edge.sourceSite());
  }

  private static String point(double x, double y) {
    return Numbers.coordinate(x) + " " + Numbers.coordinate(y);
  }

  private static double x(int task) {
    return NAMES + task * LANE + LANE / 2;
  }

  private static double y(int site) {
    return HEAD + site * ROW + ROW / 2;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
