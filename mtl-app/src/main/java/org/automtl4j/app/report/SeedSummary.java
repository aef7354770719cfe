package org.automtl4j.app.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Runs of one configuration with several seeds: each seed's Delta and size, and mean and standard deviation of everything that the single tables show. */
public final class SeedSummary {
  /** Since 2 the figure {@code miou} is what it is now. */
  private static final int VERSION = 2;

  private static final String LATENCY = "milliseconds per image";

  /** What a model costs, as the table calls it. */
  private static final Map<String, Function<RunResult, ? extends Map<String, ? extends Number>>> COSTS = costs();

  private final List<RunResult> results;
  private final Set<String> models = new LinkedHashSet<>();

  private SeedSummary(List<RunResult> results) {
    this.results = List.copyOf(results);
    results.forEach(result -> models.addAll(result.models()));
  }

  /**
   * @param results one of each seed
   * @return their summary
   * @throws IllegalArgumentException if there is none
   */
  public static SeedSummary of(List<RunResult> results) {
    if (results.isEmpty()) {
      throw new IllegalArgumentException("a summary needs the result of at least one seed");
    }
    return new SeedSummary(results);
  }

  /** @return a table for people: a row for each seed's Delta, then a row for each figure with mean ± standard deviation over the seeds */
  public String table() {
    TextTable table = new TextTable(2);
    row(table, "", "", model -> model);
    results.forEach(r -> row(table, "Delta", "seed " + r.seed(), model -> cell(r, model)));
    row(table, "Delta", "mean", model -> delta(model).map(s -> s.text("%+.1f")).map(s -> s + " %").orElse("-"));
    known().forEach((name, cost) -> row(table, name, "mean", model -> share(model, cost).map(s -> s.text("%.0f") + " %").orElse("-")));
    metrics().forEach(
        (task, names) -> names.forEach(
            name -> row(table, task, name, model -> metric(model, task, name).map(s -> s.text("%.4f")).orElse("-"))));
    return table.text();
  }

  /** @return the same figures for programs: the content of {@code seeds.json} */
  public String toJson() {
    ObjectNode root = JsonMapper.builder().build().createObjectNode();
    root.put("format_version", VERSION);
    root.put("name", results.get(0).name());
    results.forEach(r -> root.withArray("seeds").add(r.seed()));
    for (String model : models) {
      ObjectNode node = root.withObject("/models").putObject(model);
      delta(model).ifPresent(s -> put(node.putObject("delta"), s, 0.01));
      share(model, RunResult::backboneParameters).ifPresent(s -> put(node.putObject("backbone_share"), s, 0.01));
      share(model, RunResult::parameters).ifPresent(s -> put(node.putObject("parameters_share"), s, 0.01));
      share(model, RunResult::macs).ifPresent(s -> put(node.putObject("macs_share"), s, 0.01));
      share(model, RunResult::latencyMs).ifPresent(s -> put(node.putObject("latency_share"), s, 0.01));
      metrics().forEach((task, names) -> names.forEach(name -> metric(model, task, name).ifPresent(
          s -> put(node.withObject("/metrics").withObject("/" + task.replace("~", "~0").replace("/", "~1")).putObject(name), s, 1))));
    }
    return root.toPrettyString().replace("\r", "") + "\n";
  }

  private static Map<String, Function<RunResult, ? extends Map<String, ? extends Number>>> costs() {
    Map<String, Function<RunResult, ? extends Map<String, ? extends Number>>> costs = new LinkedHashMap<>();
    costs.put("backbone parameters", RunResult::backboneParameters);
    costs.put("parameters", RunResult::parameters);
    costs.put("multiply-adds", RunResult::macs);
    costs.put(LATENCY, RunResult::latencyMs);
    return Collections.unmodifiableMap(costs);
  }

  /** The costs that at least one result tells. */
  private Map<String, Function<RunResult, ? extends Map<String, ? extends Number>>> known() {
    Map<String, Function<RunResult, ? extends Map<String, ? extends Number>>> known = new LinkedHashMap<>(COSTS);
    known.values().removeIf(cost -> cost == COSTS.get(LATENCY) && results.stream().allMatch(r -> cost.apply(r).isEmpty()));
    return known;
  }

  private static void put(ObjectNode node, Spread spread, double unit) {
    node.put("mean", unit * spread.mean()).put("deviation", unit * spread.deviation()).put("count", spread.count());
  }

  private void row(TextTable table, String task, String what, Function<String, String> cell) {
    List<String> cells = new ArrayList<>(List.of(task, what));
    models.forEach(model -> cells.add(cell.apply(model)));
    table.row(cells);
  }

  private static String cell(RunResult result, String model) {
    Double delta = result.delta().get(model);
    return delta == null ? "-" : String.format(Locale.ROOT, "%+.1f %%", 100 * delta);
  }

  private Optional<Spread> delta(String model) {
    return spread(results.stream().map(r -> r.delta().get(model)).filter(v -> v != null).map(v -> 100 * v));
  }

  /** Per cent of what the single-task models cost together. */
  private Optional<Spread> share(String model, Function<RunResult, ? extends Map<String, ? extends Number>> cost) {
    Predicate<RunResult> known = r -> cost.apply(r).containsKey(model) && cost.apply(r).containsKey(RunResult.SINGLE);
    return spread(results.stream().filter(known).map(r -> 100 * cost.apply(r).get(model).doubleValue() / cost.apply(r).get(RunResult.SINGLE).doubleValue()));
  }

  private Optional<Spread> metric(String model, String task, String name) {
    return spread(results.stream().map(r -> r.metrics().getOrDefault(model, Map.of()).getOrDefault(task, Map.of()).get(name)).filter(v -> v != null));
  }

  private static Optional<Spread> spread(Stream<Double> values) {
    List<Double> list = values.toList();
    return list.isEmpty() ? Optional.empty() : Optional.of(Spread.of(list));
  }

  private Map<String, Set<String>> metrics() {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    results.forEach(r -> r.metrics().values().forEach(
        byTask -> byTask.forEach((task, values) -> all.computeIfAbsent(task, t -> new LinkedHashSet<>()).addAll(values.keySet()))));
    return all;
  }
}
