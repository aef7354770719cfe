package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.train.automtl.compat.Compat;

/** The table: figures on the test split by task, Delta and sizes, a column per model. */
final class ResultSection {
  private final RunRecord run;
  private final RunResult result;
  /** What was found first, since a telephone shows no more than the first columns; what ignores the image last. */
  private final List<String> models;

  private ResultSection(RunRecord run, RunResult result) {
    this.run = run;
    this.result = result;
    this.models = ModelWords.ordered(result.models());
  }

  static Optional<Element> of(RunRecord run) {
    return run.result().filter(r -> !r.models().isEmpty()).map(r -> new ResultSection(run, r).section());
  }

  private Element section() {
    Element head = Element.of("tr", Element.of("th", ""));
    models.forEach(m -> head.add(Element.of("th", ModelWords.of(m)).set("scope", "col").set("class", "number" + found(m))));
    Element table = Element.of("table", Element.of("thead", head));
    for (String task : run.tasks()) {
      table.add(task(task));
    }
    Element sizes = Element.of("tbody", heading("all tasks"));
    sizes.add(row(Element.of("strong", "Delta"), m -> result.delta().containsKey(m) ? Numbers.change(result.delta().get(m)) : "–", Set.of()));
    sizes.add(row(Element.of("span", "parameters of the backbone"), m -> count(result.backboneParameters().get(m)), Set.of()));
    sizes.add(row(Element.of("span", "all parameters"), m -> count(result.parameters().get(m)), Set.of()));
    sizes.add(row(Element.of("span", "multiply-adds per image"), m -> count(result.macs().get(m)), Set.of()));
    if (!result.latencyMs().isEmpty()) {
      sizes.add(row(Element.of("span", "milliseconds per image"), m -> Optional.ofNullable(result.latencyMs().get(m)).map(Numbers::metric).orElse("–"), Set.of()));
    }
    sizes.add(row(Element.of("span", "training time"), m -> result.secondsOf(m) > 0 ? Numbers.seconds(result.secondsOf(m)) : "–", Set.of()));
    table.add(sizes);
    String words = models.stream().map(m -> ModelWords.of(m) + ": " + ModelWords.explained(m)).collect(Collectors.joining("; "));
    return Element.of("section", Element.of("h2", "Results"),
        Element.of("p", "Measured on the test split, which is read once. ↑ higher is better, ↓ lower is better; the best of each row is bold, and rows with a dot count in "
            + "Delta, the mean relative change against the single-task models (positive is better)."),
        Element.div("wide", table), Element.of("p", Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".").set("class", "soft"))
        .set("id", "results");
  }

  private Element task(String task) {
    Set<String> metrics = new LinkedHashSet<>();
    result.metrics().values().forEach(byTask -> metrics.addAll(byTask.getOrDefault(task, Map.of()).keySet()));
    Compat compat = run.config().compat().toCompat();
    List<String> counting = compat.references().map(r -> List.copyOf(r.byTask().getOrDefault(task, Map.of()).keySet())).orElseGet(
        () -> run.config().tasks().stream().filter(t -> t.name().equals(task)).flatMap(t -> compat.deltaMetrics(t.kind()).stream()).toList());
    Element body = Element.of("tbody", heading(task));
    for (String metric : metrics) {
      Element label = Element.of("span", MetricWords.of(metric) + " " + MetricWords.arrow(metric));
      if (counting.contains(metric)) {
        label.add(Element.of("span", " •").set("class", "dot").set("title", "counts in Delta"));
      }
      body.add(row(label, m -> Optional.ofNullable(value(m, task, metric)).map(Numbers::metric).orElse("–"), best(task, metric)));
    }
    return body;
  }

  private Double value(String model, String task, String metric) {
    return result.metrics().get(model).getOrDefault(task, Map.of()).get(metric);
  }

  private Set<String> best(String task, String metric) {
    List<String> best = new ArrayList<>();
    for (String model : models) {
      Double value = value(model, task, metric);
      if (value == null || value.isNaN()) {
        continue;
      }
      double leader = best.isEmpty() ? Double.NaN : value(best.get(0), task, metric);
      if (best.isEmpty() || MetricWords.better(metric, value, leader)) {
        best.clear();
      }
      if (best.isEmpty() || value == leader) {
        best.add(model);
      }
    }
    return best.size() == models.size() ? Set.of() : Set.copyOf(best);
  }

  private Element heading(String text) {
    return Element.of("tr", Element.of("th", text).set("colspan", models.size() + 1).set("scope", "rowgroup")).set("class", "group");
  }

  private Element row(Element label, Function<String, String> cell, Set<String> bold) {
    Element row = Element.of("tr", Element.of("th", label).set("scope", "row"));
    for (String model : models) {
      Element td = Element.of("td").set("class", "number" + found(model));
      row.add(bold.contains(model) ? td.add(Element.of("strong", cell.apply(model))) : td.text(cell.apply(model)));
    }
    return row;
  }

  private static String found(String model) {
    return model.equals(RunResult.SEARCH) ? " found" : "";
  }

  private static String count(Long number) {
    return number == null ? "–" : Numbers.brief(number);
  }
}
