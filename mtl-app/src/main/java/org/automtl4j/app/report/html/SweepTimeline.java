package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.app.report.SweepResult;

/** One bar per part of a sweep; the colour says who ran it. */
final class SweepTimeline {
  private static final double WIDTH = 720;
  private static final double NAMES = 250;
  private static final double ROW = 18;
  private static final int NAME = 40;
  private static final int TICKS = 5;

  private SweepTimeline() {}

  static Element of(List<SweepResult.Part> all) {
    List<SweepResult.Part> parts = all.stream().filter(part -> part.seconds() > 0).toList();
    if (parts.isEmpty()) {
      return Element.of("p", "No part has begun.");
    }
    List<String> hosts = new ArrayList<>(parts.stream().map(SweepResult.Part::host).distinct().toList());
    Axis x = Axis.of(0, parts.stream().mapToDouble(part -> part.started() + part.seconds()).max().orElse(1), NAMES, WIDTH - 12);
    double height = parts.size() * ROW + 26;
    Element svg = Element.of("svg").set("viewBox", "0 0 " + Numbers.coordinate(WIDTH) + " " + Numbers.coordinate(height)).set("role", "img")
        .set("aria-label", "Timeline of the parts");
    for (double tick : x.ticks(TICKS)) {
      svg.add(Element.of("line").at("x1", x.at(tick)).at("y1", 0).at("x2", x.at(tick)).at("y2", height - 20).set("class", "grid"));
      svg.add(Element.of("text", Numbers.seconds(tick)).at("x", x.at(tick)).at("y", height - 6).set("text-anchor", "middle"));
    }
    for (int i = 0; i < parts.size(); i++) {
      SweepResult.Part part = parts.get(i);
      double y = i * ROW + 2;
      String name = part.folder().length() > NAME ? part.folder().substring(0, NAME - 1) + "…" : part.folder();
      boolean failed = part.status() == SweepResult.Status.FAILED;
      svg.add(Element.of("text", name).at("x", NAMES - 6).at("y", y + 11).set("text-anchor", "end").set("class", "name"));
      svg.add(Element.of("rect").at("x", x.at(part.started())).at("y", y).at("width", Math.max(1, x.at(part.started() + part.seconds()) - x.at(part.started())))
          .at("height", ROW - 5).set("fill", failed ? "#b3261e" : Palette.series(hosts.indexOf(part.host())))
          .tip(part.folder() + (part.host().isEmpty() ? "" : ", " + part.host()) + ", " + Numbers.seconds(part.seconds()) + (failed ? ", failed" : "")));
    }
    return Element.of("figure", Element.of("figcaption", hosts.size() > 1 ? "Parts, coloured by who ran them" : "Parts"), svg).set("class", "chart");
  }
}
