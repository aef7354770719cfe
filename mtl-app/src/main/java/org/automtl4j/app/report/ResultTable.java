package org.automtl4j.app.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A result as a table of text: metrics by task in the rows, models in the columns. */
final class ResultTable {
  private static final String NONE = "-";

  private final RunResult result;
  private final TextTable table = new TextTable(2);

  private ResultTable(RunResult result) {
    this.result = result;
  }

  static String of(RunResult result) {
    ResultTable table = new ResultTable(result);
    table.fill();
    return table.table.text();
  }

  private void fill() {
    row("", "", model -> model);
    Set<String> tasks = new LinkedHashSet<>();
    result.metrics().values().forEach(byTask -> tasks.addAll(byTask.keySet()));
    for (String task : tasks) {
      Set<String> metrics = new LinkedHashSet<>();
      result.metrics().values().forEach(byTask -> metrics.addAll(byTask.getOrDefault(task, Map.of()).keySet()));
      String label = task;
      for (String metric : metrics) {
        row(label, metric, model -> number(result.metrics().get(model).getOrDefault(task, Map.of()).get(metric)));
        label = "";
      }
    }
    row("Delta", "", model -> result.delta().containsKey(model) ? String.format(Locale.ROOT, "%+.1f %%", 100 * result.delta().get(model)) : NONE);
    row("backbone parameters", "", model -> count(result.backboneParameters().get(model)));
    row("parameters", "", model -> count(result.parameters().get(model)));
    row("multiply-adds", "", model -> count(result.macs().get(model)));
    if (!result.latencyMs().isEmpty()) {
      row("milliseconds per image", "", model -> milliseconds(result.latencyMs().get(model)));
    }
    if (!result.policyConfidence().isEmpty()) {
      double confidence = result.policyConfidence().values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      row("mean largest probability", "", model -> model.equals(RunResult.SEARCH) ? String.format(Locale.ROOT, "%.2f", confidence) : NONE);
    }
    row("time", "", model -> result.secondsOf(model) > 0 ? String.format(Locale.ROOT, "%.0f s", result.secondsOf(model)) : NONE);
  }

  private void row(String task, String metric, Function<String, String> cell) {
    List<String> row = new ArrayList<>(List.of(task, metric));
    result.models().forEach(model -> row.add(cell.apply(model)));
    table.row(row);
  }

  private static String number(Double value) {
    if (value == null) {
      return NONE;
    }
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : "%.4f", value);
  }

  private static String milliseconds(Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }

  private static String count(Long value) {
    return value == null ? NONE : String.format(Locale.ROOT, "%,d", value);
  }
}
