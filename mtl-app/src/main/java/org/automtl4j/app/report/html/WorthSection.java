package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.automtl4j.app.report.RunCandidate;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.app.report.RunStanding;
import org.automtl4j.train.advice.Recommendation;

/** What each model gains over hard sharing for what it costs, which of them is worth it, and which task gains. */
final class WorthSection {
  private final RunRecord run;
  private final List<RunCandidate> models;
  private final RunCandidate hard;

  private WorthSection(RunRecord run, List<RunCandidate> models, RunCandidate hard) {
    this.run = run;
    this.models = models;
    this.hard = hard;
  }

  /** The advice, for the top of the page; of a run that has trained nothing to the end there is none. */
  static Optional<Element> sentence(RunRecord run) {
    return run.result().filter(r -> !r.models().isEmpty()).map(r -> Element.of("p", sentence(r.recommendation())).set("class", "lead advice").set("id", "advice"));
  }

  private static String sentence(String advice) {
    return advice.lines().map(line -> Character.toUpperCase(line.charAt(0)) + line.substring(1) + ".").collect(Collectors.joining(" "));
  }

  static Optional<Element> of(RunRecord run) {
    List<RunCandidate> models = run.result().map(RunResult::candidates).orElse(List.of()).stream().filter(c -> c.standing().isPresent()).toList();
    return models.size() < 2 ? Optional.empty()
        : models.stream().filter(c -> c.source().equals(RunCandidate.HARD)).findFirst().map(hard -> new WorthSection(run, models, hard).section());
  }

  private Element section() {
    List<Element> costs = new ArrayList<>();
    costs.add(chart("Multiply-adds", c -> c.size().multiplyAdds(), c -> c.deltaValidation().orElse(0), c -> c.standing().orElseThrow().standardError()));
    costs.add(chart("Parameters", c -> c.size().parameters(), c -> c.deltaValidation().orElse(0), c -> c.standing().orElseThrow().standardError()));
    if (models.stream().allMatch(c -> c.latencyMs().isPresent())) {
      costs.add(chart("Milliseconds on this machine", c -> c.latencyMs().orElseThrow(), c -> c.deltaValidation().orElse(0), c -> c.standing().orElseThrow()
          .standardError()));
    }
    List<Element> tasks = run.tasks().stream().filter(task -> models.stream().allMatch(c -> c.standing().orElseThrow().byTask().containsKey(task)))
        .map(task -> chart(task, c -> c.size().multiplyAdds(), c -> c.standing().orElseThrow().byTask().get(task),
            c -> c.standing().orElseThrow().errorsByTask().getOrDefault(task, 0.0))).toList();
    return Element.of("section", Element.of("h2", "What is worth its cost"),
        Element.of("p", "Delta over hard sharing on the validation split, with one standard error to both sides, over what each model costs. Squares are hard sharing and the "
            + "single-task models, hollow dots were drawn at random, pale ones were left behind before the end; the line runs along the models that no other one beats, and the "
            + "ring is around what the rule takes: the cheapest within one standard error of the best, and hard sharing where the best is not clearly ahead of it."),
        Element.div("charts").addAll(costs), Element.of("h3", "Which task gains"),
        Element.of("p", "The same by task, over multiply-adds."), Element.div("charts").addAll(tasks), table()).set("id", "worth");
  }

  private Element chart(String title, ToDoubleFunction<RunCandidate> cost, ToDoubleFunction<RunCandidate> gain, ToDoubleFunction<RunCandidate> error) {
    double unit = cost.applyAsDouble(hard);
    return new FrontChart(title, models.stream().map(c -> new FrontChart.Point(name(c), label(c), cost.applyAsDouble(c) / unit, gain.applyAsDouble(c),
        error.applyAsDouble(c), mark(c), c.taken())).toList()).draw();
  }

  private static FrontChart.Mark mark(RunCandidate c) {
    return switch (c.source()) {
      case RunCandidate.HARD, RunCandidate.SINGLE -> FrontChart.Mark.ANCHOR;
      case RunCandidate.RANDOM -> FrontChart.Mark.CONTROL;
      default -> c.standing().map(RunStanding::stoppedAt).orElseThrow().isPresent() ? FrontChart.Mark.LEFT_BEHIND : FrontChart.Mark.MODEL;
    };
  }

  private static String name(RunCandidate c) {
    return switch (c.source()) {
      case RunCandidate.HARD -> "hard sharing";
      case RunCandidate.SINGLE -> "single-task";
      case RunCandidate.FOUND -> c.words().isEmpty() ? "found" : c.words();
      default -> c.words().isEmpty() ? c.source() : c.words();
    };
  }

  private static String label(RunCandidate c) {
    return c.taken() || mark(c) == FrontChart.Mark.ANCHOR || c.source().equals(RunCandidate.FOUND) ? name(c) : "";
  }

  private Element table() {
    Element head = Element.of("tr", Element.of("th", "model"));
    List<String> titles = new ArrayList<>(List.of("Delta over hard sharing", "multiply-adds", "parameters", "milliseconds"));
    titles.addAll(run.tasks());
    titles.add("trained to");
    titles.forEach(title -> head.add(Element.of("th", title).set("class", "number").set("scope", "col")));
    Element body = Element.of("tbody");
    for (RunCandidate c : models) {
      RunStanding standing = c.standing().orElseThrow();
      Element row = Element.of("tr", Element.of("th", name(c) + (c.taken() ? ", taken" : "") + (standing.onFront() ? " ●" : "")).set("scope", "row"));
      row.add(number(c == hard ? "0" : withError(c.deltaValidation().orElse(0), standing.standardError())));
      row.add(cost(c, m -> OptionalDouble.of(m.size().multiplyAdds()), Numbers::brief), cost(c, m -> OptionalDouble.of(m.size().parameters()), Numbers::brief),
          cost(c, RunCandidate::latencyMs, value -> String.format(Locale.ROOT, "%.2f", value)));
      run.tasks().forEach(task -> row.add(number(Optional.ofNullable(standing.byTask().get(task)).map(Numbers::change).orElse("–"))));
      body.add(row.add(number(standing.stoppedAt().isPresent() ? Integer.toString(standing.stoppedAt().getAsInt()) : "the end")));
    }
    return Element.of("div", Element.div("wide", Element.of("table", Element.of("thead", head), body)),
        Element.of("p", "● no other one is as cheap in multiply-adds and better. Factors are of hard sharing's cost.").set("class", "soft"));
  }

  private static String withError(double gain, double error) {
    return Double.isFinite(error) ? Recommendation.gain(gain, error).replace('-', '−').replace(" %", "\u00a0%") : Numbers.change(gain);
  }

  private Element cost(RunCandidate c, Function<RunCandidate, OptionalDouble> what, Function<Double, String> text) {
    OptionalDouble value = what.apply(c);
    OptionalDouble unit = what.apply(hard);
    return number(value.isEmpty() || unit.isEmpty() ? "–"
        : text.apply(value.getAsDouble()) + String.format(Locale.ROOT, " (%.2f×)", value.getAsDouble() / unit.getAsDouble()));
  }

  private static Element number(String text) {
    return Element.of("td", text).set("class", "number");
  }
}
