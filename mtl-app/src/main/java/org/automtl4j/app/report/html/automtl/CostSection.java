package org.automtl4j.app.report.html.automtl;

import java.util.List;
import java.util.Optional;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.app.report.html.Element;
import org.automtl4j.app.report.html.Numbers;
import org.automtl4j.app.report.html.Palette;
import org.automtl4j.app.report.html.RunRecord;
import org.automtl4j.graph.automtl.LayerWork;

/** The table of layers: what is stored and what is computed. */
final class CostSection {
  private CostSection() {}

  static Optional<Element> of(RunRecord run, List<LayerWork> costs) {
    if (costs.isEmpty()) {
      return Optional.empty();
    }
    long most = Math.max(1, costs.stream().mapToLong(l -> l.operation().total()).max().orElse(1));
    Element body = Element.of("tbody");
    for (LayerWork cost : costs) {
      body.add(Element.of("tr", Element.of("th", cost.name()).set("scope", "row"), number(shape(cost)), number(Numbers.count(cost.operation().parameters())),
          number(Integer.toString(cost.operation().copies())), number(Numbers.count(cost.operation().stored())), number(Integer.toString(cost.operation().passes())),
              number(Numbers.brief(cost.operation().total())),
          drawn(cost.operation().total() / (double) most)));
    }
    long stored = costs.stream().mapToLong(l -> l.operation().stored()).sum();
    long macs = costs.stream().mapToLong(l -> l.operation().total()).sum();
    Optional<RunResult> result = run.result().filter(r -> r.macs().containsKey(RunResult.SEARCH));
    Element foot = Element.of("tfoot", sum("kernels of the backbone", Numbers.count(stored), Numbers.brief(macs)));
    result.ifPresent(r -> {
      foot.add(sum("normalisations, skip projections, heads", Numbers.count(r.parameters().get(RunResult.SEARCH) - stored),
          Numbers.brief(r.macs().get(RunResult.SEARCH) - macs)));
      foot.add(sum("the whole model", Numbers.count(r.parameters().get(RunResult.SEARCH)), Numbers.brief(r.macs().get(RunResult.SEARCH))));
    });
    Element head = Element.of("tr", Element.of("th", "layer"), title("output"), title("parameters"), title("copies"), title("stored"), title("passes"),
        title("multiply-adds"),
        Element.of("th", ""));
    return Optional.of(Element.of("section", Element.of("h2", "Cost of each layer"),
        Element.of("p", "Copies are kernels that are stored: one that tasks share, and one for each task with its own. Passes are how often a layer is computed for one image and "
            + "all tasks: a shared layer is computed once only where its input is the same too."),
        Element.div("wide", Element.of("table", Element.of("thead", head), body, foot))).set("id", "cost"));
  }

  private static String shape(LayerWork cost) {
    return cost.output().channels() + "×" + cost.output().height() + "×" + cost.output().width();
  }

  private static Element title(String text) {
    return Element.of("th", text).set("class", "number").set("scope", "col");
  }

  private static Element number(String text) {
    return Element.of("td", text).set("class", "number");
  }

  private static Element drawn(double share) {
    return Element.of("td", Element.of("svg").set("viewBox", "0 0 100 10").set("preserveAspectRatio", "none").set("class", "bar").set("aria-hidden", "true")
        .add(Element.of("rect").at("width", Math.max(0.5, 100 * share)).set("height", "10").set("fill", Palette.series(0))));
  }

  private static Element sum(String name, String parameters, String macs) {
    return Element.of("tr", Element.of("th", name).set("scope", "row").set("colspan", 4), number(parameters), number(""), number(macs), Element.of("td", ""));
  }
}
