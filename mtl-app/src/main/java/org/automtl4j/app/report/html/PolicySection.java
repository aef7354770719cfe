package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.automtl4j.graph.automtl.Branch;

/** How policies and temperature moved during the search. */
final class PolicySection {
  private PolicySection() {}

  static Optional<Element> of(RunRecord run) {
    Optional<StageLog> search = run.log().stages().stream().filter(s -> !s.policies.isEmpty() || !s.temperatures().isEmpty()).findFirst();
    return search.map(stage -> {
      List<Element> charts = new ArrayList<>();
      List<String> tasks = stage.policies.isEmpty() ? List.of() : List.copyOf(stage.policies.lastEntry().getValue().tasks().keySet());
      if (!tasks.isEmpty()) {
        LineChart decided = new LineChart("How decided the policies are", "iteration of the search").range(0, 1);
        for (int t = 0; t < tasks.size(); t++) {
          String task = tasks.get(t);
          decided.line(new Series(task, points(stage, s -> s.decided(task)), t));
        }
        charts.add(decided.draw());
      }
      LineChart temperature = new LineChart("Temperature of the relaxation", "iteration of the search")
          .range(0, stage.temperatures().stream().mapToDouble(p -> p[1]).max().orElse(1)).line(new Series("", stage.temperatures(), 0));
      if (!temperature.isEmpty()) {
        charts.add(temperature.draw());
      }
      LineChart regulariser = new LineChart("Policy regulariser", "iteration of the search");
      for (int t = 0; t < tasks.size(); t++) {
        List<double[]> course = stage.regularisers(tasks.get(t));
        if (!course.isEmpty()) {
          regulariser.line(new Series(tasks.get(t), course, t));
        }
      }
      if (!regulariser.isEmpty()) {
        charts.add(regulariser.draw());
      }
      for (String task : tasks) {
        charts.add(means(stage, task).draw());
      }
      List<Element> maps = tasks.stream().map(task -> PolicyHeatmap.of(task, stage)).toList();
      Element section = Element.of("section", Element.of("h2", "How the policies moved"),
          Element.of("p", "The search gives each task, at each layer, a probability for every branch. It starts undecided, and as the temperature falls the samples that it trains "
              + "with come closer to real choices. Decided means the mean over layers of the largest probability."),
          Element.div("charts").addAll(charts)).set("id", "policies");
      if (!maps.isEmpty()) {
        section.add(Element.of("h3", "Layer by layer"), Element.of("p", "The likeliest branch at every moment, in its colour; the paler, the less certain.")
            .set("class", "soft"),
            Element.div("charts").addAll(maps));
      }
      return section;
    });
  }

  private static LineChart means(StageLog stage, String task) {
    LineChart chart = new LineChart("Mean probabilities of " + task, "iteration of the search").range(0, 1);
    int[] colours = {0, 5, 6};
    for (Branch branch : Branch.values()) {
      chart.line(new Series(branch.label(), points(stage, s -> s.mean(task, branch)), colours[branch.ordinal()]));
    }
    return chart;
  }

  private static List<double[]> points(StageLog stage, Function<PolicyTable, OptionalDouble> value) {
    List<double[]> points = new ArrayList<>();
    stage.policies.forEach((iteration, snapshot) -> value.apply(snapshot).ifPresent(v -> points.add(new double[] {iteration, v})));
    return points;
  }
}
