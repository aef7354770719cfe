package org.automtl4j.app.report.html.automtl;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.automtl4j.app.report.html.Element;
import org.automtl4j.app.report.html.LineChart;
import org.automtl4j.app.report.html.RunRecord;
import org.automtl4j.app.report.html.Series;
import org.automtl4j.app.report.html.StageLog;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.train.automtl.SharingPenalty;

/** How policies and temperature moved during the search. */
final class PolicySection {
  private static final String TEMPERATURE = "temperature";

  private PolicySection() {}

  static Optional<Element> of(RunRecord run) {
    Optional<StageLog> search = run.log().stages().stream().filter(s -> !s.choices().isEmpty() || !s.scalars(TEMPERATURE).isEmpty()).findFirst();
    return search.map(stage -> {
      List<Element> charts = new ArrayList<>();
      NavigableMap<Integer, PolicyTable> policies = PolicyTable.of(stage);
      List<String> tasks = policies.isEmpty() ? List.of() : List.copyOf(policies.lastEntry().getValue().tasks().keySet());
      if (!tasks.isEmpty()) {
        LineChart decided = new LineChart("How decided the policies are", "iteration of the search").range(0, 1);
        for (int t = 0; t < tasks.size(); t++) {
          String task = tasks.get(t);
          decided.line(new Series(task, points(policies, s -> s.decided(task)), t));
        }
        charts.add(decided.draw());
      }
      LineChart temperature = new LineChart("Temperature of the relaxation", "iteration of the search")
          .range(0, stage.scalars(TEMPERATURE).stream().mapToDouble(p -> p[1]).max().orElse(1)).line(new Series("", stage.scalars(TEMPERATURE), 0));
      if (!temperature.isEmpty()) {
        charts.add(temperature.draw());
      }
      LineChart regulariser = new LineChart("Policy regulariser", "iteration of the search");
      for (int t = 0; t < tasks.size(); t++) {
        List<double[]> course = stage.terms(SharingPenalty.NAME, tasks.get(t));
        if (!course.isEmpty()) {
          regulariser.line(new Series(tasks.get(t), course, t));
        }
      }
      if (!regulariser.isEmpty()) {
        charts.add(regulariser.draw());
      }
      for (String task : tasks) {
        charts.add(means(policies, task).draw());
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

  private static LineChart means(NavigableMap<Integer, PolicyTable> policies, String task) {
    LineChart chart = new LineChart("Mean probabilities of " + task, "iteration of the search").range(0, 1);
    int[] colours = {0, 5, 6};
    for (Branch branch : Branch.values()) {
      chart.line(new Series(branch.label(), points(policies, s -> s.mean(task, branch)), colours[branch.ordinal()]));
    }
    return chart;
  }

  private static List<double[]> points(NavigableMap<Integer, PolicyTable> policies, Function<PolicyTable, OptionalDouble> value) {
    List<double[]> points = new ArrayList<>();
    policies.forEach((iteration, snapshot) -> value.apply(snapshot).ifPresent(v -> points.add(new double[] {iteration, v})));
    return points;
  }
}
