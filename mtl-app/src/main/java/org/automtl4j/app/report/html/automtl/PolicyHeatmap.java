package org.automtl4j.app.report.html.automtl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.automtl4j.app.report.html.Axis;
import org.automtl4j.app.report.html.Element;
import org.automtl4j.app.report.html.Numbers;
import org.automtl4j.app.report.html.StageLog;
import org.automtl4j.graph.automtl.Branch;

/** How one task's policies moved: a row per layer, time from left to right, in the colour of the likeliest branch, shaded by its probability. */
final class PolicyHeatmap {
  private static final double WIDTH = 330;
  private static final double LEFT = 84;
  private static final double RIGHT = 6;
  private static final int COLUMNS = 48;
  private static final int SHADES = 6;
  private static final int LONGEST_LAYER = 13;

  private PolicyHeatmap() {}

  static Element of(String task, StageLog stage) {
    NavigableMap<Integer, PolicyTable> snapshots = PolicyTable.of(stage);
    List<Integer> times = thinned(List.copyOf(snapshots.keySet()));
    List<String> layers = List.copyOf(snapshots.lastEntry().getValue().tasks().getOrDefault(task, Map.of()).keySet());
    double row = layers.size() > 30 ? 9 : 15;
    double height = layers.size() * row + 30;
    double column = (WIDTH - LEFT - RIGHT) / times.size();
    // One path per colour: thousands of cells stay small.
    Map<String, StringBuilder> paths = new LinkedHashMap<>();
    for (int l = 0; l < layers.size(); l++) {
      for (int t = 0; t < times.size(); t++) {
        List<Double> p = snapshots.get(times.get(t)).at(task, layers.get(l)).orElse(List.of(1.0, 0.0, 0.0));
        Branch branch = PolicyTable.likeliest(p);
        double shade = Math.round(p.get(branch.ordinal()) * SHADES) / (double) SHADES;
        paths.computeIfAbsent(BranchColours.of(branch, shade), c -> new StringBuilder()).append('M').append(Numbers.coordinate(LEFT + t * column)).append(' ')
            .append(Numbers.coordinate(l * row + 1)).append('h').append(Numbers.coordinate(column + 0.3)).append('v').append(Numbers.coordinate(row - 2))
            .append('h').append(Numbers.coordinate(-column - 0.3)).append('z');
      }
    }
    Element svg = Element.of("svg").set("viewBox", "0 0 " + Numbers.coordinate(WIDTH) + " " + Numbers.coordinate(height)).set("role", "img")
        .set("aria-label", "Likeliest branch of " + task + " at every layer over time");
    paths.forEach((colour, path) -> svg.add(Element.of("path").set("d", path).set("fill", colour)));
    for (int l = 0; l < layers.size(); l++) {
      svg.add(Element.of("text", ArchitecturePicture.shortened(Branches.name(layers.get(l)), LONGEST_LAYER)).at("x", LEFT - 6).at("y", l * row + row - 4)
          .set("text-anchor", "end"));
    }
    Axis time = Axis.of(times.get(0), times.get(times.size() - 1), LEFT, WIDTH - RIGHT);
    double step = time.step(4);
    for (double tick : time.ticks(4)) {
      svg.add(Element.of("text", Numbers.tick(tick, step)).at("x", Math.min(time.at(tick), WIDTH - RIGHT - 8)).at("y", height - 17)
          .set("text-anchor", "middle"));
    }
    svg.add(Element.of("text", "iteration of the search").at("x", (LEFT + WIDTH) / 2).at("y", height - 3).set("text-anchor", "middle"));
    return Element.of("figure", Element.of("figcaption", task), svg).set("class", "chart");
  }

  private static List<Integer> thinned(List<Integer> times) {
    if (times.size() <= COLUMNS) {
      return times;
    }
    List<Integer> some = new ArrayList<>();
    for (int i = 0; i < COLUMNS; i++) {
      some.add(times.get((int) Math.round(i * (times.size() - 1) / (double) (COLUMNS - 1))));
    }
    return some;
  }
}
