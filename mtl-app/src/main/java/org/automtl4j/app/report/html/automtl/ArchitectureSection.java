package org.automtl4j.app.report.html.automtl;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.app.report.html.Element;
import org.automtl4j.app.report.html.Numbers;
import org.automtl4j.graph.automtl.Branch;

/** Which layers the tasks share: the picture, and a table for each pair of tasks. */
final class ArchitectureSection {
  private ArchitectureSection() {}

  /**
   * @param found the branches of the tasks
   * @param weights parameters of a layer by its index, where the backbone is known
   */
  static Optional<Element> of(Optional<Branches> found, Map<Integer, Long> weights) {
    return found.filter(b -> !b.layers().isEmpty()).map(branches -> Element.of("section", Element.of("h2", "Architecture"),
        Element.of("p", branches.decided() ? "What each task does at each layer. " + explanation(branches)
            : "Nothing is decided yet: these are the likeliest branches as the policies stand now. " + explanation(branches)),
        legend(branches),
        Element.div("split", Element.div("wide", ArchitecturePicture.of(branches)),
            Element.of("div", Element.of("h3", "What pairs of tasks share"), pairs(branches, weights), Element.of("h3", "Branches of each task"),
                counts(branches))))
        .set("id", "architecture"));
  }

  private static String explanation(Branches branches) {
    return certain(branches) ? "Dark plates are choices that the policies are certain of, pale ones could as well have gone another way; the number is the probability."
        : "How certain the policies were is not known for this run.";
  }

  private static boolean certain(Branches branches) {
    return branches.tasks().values().stream().flatMap(cells -> cells.values().stream()).anyMatch(c -> c.probability().isPresent());
  }

  private static Element legend(Branches branches) {
    Element legend = Element.div("legend");
    for (Branch branch : Branch.values()) {
      String meaning = switch (branch) {
        case SHARED -> "shared: the kernel that all tasks may use";
        case SPECIFIC -> "specific: a kernel of the task's own";
        case SKIP -> "skip: the layer is left out";
      };
      legend.add(Element.of("span", Element.swatch(BranchColours.of(branch))).text(meaning));
    }
    if (certain(branches)) {
      legend.add(Element.of("span", Element.swatch(BranchColours.of(Branch.SHARED, 1.0 / 3)), Element.swatch(BranchColours.of(Branch.SHARED, 2.0 / 3)),
          Element.swatch(BranchColours.of(Branch.SHARED, 1))).text("probability 1/3, 2/3, 1"));
    }
    return legend;
  }

  private static Element pairs(Branches branches, Map<Integer, Long> weights) {
    boolean known = branches.layers().stream().allMatch(l -> weights.containsKey(Branches.index(l)));
    Element body = Element.of("tbody");
    List<String> tasks = branches.taskNames();
    for (int i = 0; i < tasks.size(); i++) {
      for (int j = i + 1; j < tasks.size(); j++) {
        List<String> shared = branches.sharedBy(tasks.get(i), tasks.get(j));
        Element row = Element.of("tr", Element.of("th", tasks.get(i) + " & " + tasks.get(j)).set("scope", "row"),
            Element.of("td", shared.size() + "\u00a0of\u00a0" + branches.layers().size()).set("class", "number"));
        if (known) {
          double all = branches.layers().stream().mapToLong(l -> weights.get(Branches.index(l))).sum();
          row.add(bar(shared.stream().mapToLong(l -> weights.get(Branches.index(l))).sum() / all));
        }
        body.add(row);
      }
    }
    Element head = Element.of("tr", Element.of("th", "pair"), Element.of("th", "layers").set("class", "number"));
    if (known) {
      head.add(Element.of("th", "of the kernels' weights"));
    }
    return Element.div("wide", Element.of("table", Element.of("thead", head), body));
  }

  static Element bar(double share) {
    return Element.of("td", Element.of("svg").set("viewBox", "0 0 100 10").set("preserveAspectRatio", "none").set("class", "bar").set("aria-hidden", "true")
        .add(Element.of("rect").set("width", "100").set("height", "10").set("fill", "#eaeef2"),
            Element.of("rect").at("width", 100 * share).set("height", "10").set("fill", BranchColours.of(Branch.SHARED)))).text(" " + Numbers.percent(share));
  }

  private static Element counts(Branches branches) {
    Element head = Element.of("tr", Element.of("th", "task"));
    for (Branch branch : Branch.values()) {
      head.add(Element.of("th", branch.label()).set("class", "number"));
    }
    Element body = Element.of("tbody");
    for (String task : branches.taskNames()) {
      Element row = Element.of("tr", Element.of("th", task).set("scope", "row"));
      for (Branch branch : Branch.values()) {
        row.add(Element.of("td", Long.toString(branches.count(task, branch))).set("class", "number"));
      }
      body.add(row);
    }
    return Element.div("wide", Element.of("table", Element.of("thead", head), body));
  }
}
