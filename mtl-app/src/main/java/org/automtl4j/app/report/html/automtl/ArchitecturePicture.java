package org.automtl4j.app.report.html.automtl;

import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.app.report.html.Element;
import org.automtl4j.app.report.html.Numbers;
import org.automtl4j.app.report.html.Palette;
import org.automtl4j.graph.automtl.Branch;

/**
 * The architecture as a picture: layers from top to bottom, a lane per task, a plate per choice whose colour is the branch and whose shade is the policies'
 * certainty. A band behind the plates joins the tasks that use one kernel together.
 */
final class ArchitecturePicture {
  private static final double NAMES = 84;
  private static final double LANE = 80;
  private static final double PLATE = 72;
  private static final double ROW = 25;
  private static final double HEIGHT = 19;
  private static final double HEAD = 84;
  private static final int LONGEST_LAYER = 13;
  private static final int LONGEST_TASK = 17;

  private final Branches branches;
  private final List<String> tasks;

  private ArchitecturePicture(Branches branches) {
    this.branches = branches;
    this.tasks = branches.taskNames();
  }

  static Element of(Branches branches) {
    return new ArchitecturePicture(branches).draw();
  }

  private Element draw() {
    List<String> layers = branches.layers();
    double width = NAMES + tasks.size() * LANE + 40;
    double height = HEAD + layers.size() * ROW + 6;
    Element svg = Element.of("svg").set("viewBox", "0 0 " + Numbers.coordinate(width) + " " + Numbers.coordinate(height))
        .set("width", Numbers.coordinate(width))
        .set("class", "architecture").set("role", "img").set("aria-label", "Branch of every task at every layer");
    for (int t = 0; t < tasks.size(); t++) {
      svg.add(Element.of("line").at("x1", centre(t)).at("y1", HEAD - 4).at("x2", centre(t)).at("y2", height).set("class", "lane"));
      svg.add(Element.of("text", shortened(tasks.get(t), LONGEST_TASK)).set("transform",
          "translate(" + Numbers.coordinate(centre(t) - 8) + " " + Numbers.coordinate(HEAD - 10) + ") rotate(-30)").set("class", "task").tip(tasks.get(t)));
    }
    for (int l = 0; l < layers.size(); l++) {
      row(svg, layers.get(l), HEAD + l * ROW);
    }
    return svg;
  }

  private void row(Element svg, String layer, double top) {
    String name = Branches.name(layer);
    svg.add(Element.of("text", shortened(name, LONGEST_LAYER)).at("x", NAMES - 8).at("y", top + HEIGHT - 5.5).set("text-anchor", "end")
        .tip("layer " + Branches.index(layer) + ", " + name));
    List<Integer> sharing = IntStream.range(0, tasks.size()).filter(t -> branches.at(tasks.get(t), layer).branch() == Branch.SHARED).boxed().toList();
    if (sharing.size() > 1) {
      double from = centre(sharing.get(0));
      svg.add(Element.of("rect").at("x", from).at("y", top + HEIGHT / 2 - 2.5).at("width", centre(sharing.get(sharing.size() - 1)) - from).at("height", 5)
          .set("class", "band"));
    }
    for (int t = 0; t < tasks.size(); t++) {
      plate(svg, tasks.get(t), layer, centre(t), top);
    }
  }

  private void plate(Element svg, String task, String layer, double centre, double top) {
    Branches.Cell cell = branches.at(task, layer);
    String colour = cell.probability().map(p -> BranchColours.of(cell.branch(), p)).orElse(BranchColours.of(cell.branch()));
    String certainty = cell.probability().map(p -> " " + Numbers.probability(p).substring(p < 0.995 ? 1 : 0)).orElse("");
    Element plate = Element.of("rect").at("x", centre - PLATE / 2).at("y", top).at("width", PLATE).at("height", HEIGHT).at("rx", 4).set("fill", colour)
        .set("stroke", BranchColours.of(cell.branch()));
    if (cell.branch() == Branch.SKIP) {
      plate.set("stroke-dasharray", "3 2");
    }
    svg.add(plate.tip(task + ", " + Branches.name(layer) + ": " + cell.branch().label()
        + cell.probability().map(p -> ", probability " + Numbers.probability(p)).orElse("")));
    svg.add(Element.of("text", cell.branch().label() + certainty).at("x", centre).at("y", top + HEIGHT - 5.5).set("text-anchor", "middle")
        .set("class", Palette.isDark(colour) ? "plate onDark" : "plate"));
  }

  private static double centre(int task) {
    return NAMES + task * LANE + LANE / 2;
  }

  static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
