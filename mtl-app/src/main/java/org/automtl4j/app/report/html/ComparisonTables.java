package org.automtl4j.app.report.html;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.report.RunResult;

/** The tables of a comparison. */
final class ComparisonTables {
  private ComparisonTables() {}

  /**
   * One column: a model over the runs of a group.
   *
   * @param title its head
   * @param results the runs
   * @param model the model
   */
  record Column(String title, List<RunResult> results, String model) {
    Spread spread(Function<RunResult, ? extends Number> value) {
      return Spread.of(results.stream().map(value).filter(Objects::nonNull).mapToDouble(Number::doubleValue).filter(Double::isFinite).toArray());
    }
  }

  /** Means and standard deviations over seeds. */
  static Element spreads(List<Column> columns) {
    Element head = Element.of("tr", Element.of("th", ""));
    columns.forEach(c -> head.add(Element.of("th", c.title() + (c.results().size() == 1 ? "" : ", n = " + c.results().size())).set("class", "number")));
    Element table = Element.of("table", Element.of("thead", head));
    Element all = Element.of("tbody", group("all tasks", columns));
    all.add(row("Delta", columns, c -> c.spread(r -> r.delta().get(c.model())).text(Numbers::change)));
    all.add(row("parameters of the backbone", columns, c -> c.spread(r -> r.backboneParameters().get(c.model())).textAlike(Numbers::brief)));
    all.add(row("all parameters", columns, c -> c.spread(r -> r.parameters().get(c.model())).textAlike(Numbers::brief)));
    all.add(row("multiply-adds per image", columns, c -> c.spread(r -> r.macs().get(c.model())).textAlike(Numbers::brief)));
    all.add(row("milliseconds per image", columns, c -> c.spread(r -> r.latencyMs().get(c.model())).textAlike(Numbers::metric)));
    all.add(row("training time", columns, c -> c.spread(r -> r.secondsOf(c.model()) > 0 ? r.secondsOf(c.model()) : null).text(Numbers::seconds)));
    table.add(all);
    Map<String, Set<String>> tasks = new LinkedHashMap<>();
    columns.forEach(c -> c.results().forEach(r -> r.metrics().getOrDefault(c.model(), Map.of())
        .forEach((task, metrics) -> tasks.computeIfAbsent(task, t -> new LinkedHashSet<>()).addAll(metrics.keySet()))));
    tasks.forEach((task, metrics) -> {
      Element body = Element.of("tbody", group(task, columns));
      metrics.forEach(metric -> body.add(row(MetricWords.of(metric) + " " + MetricWords.arrow(metric), columns,
          c -> c.spread(r -> r.metrics().getOrDefault(c.model(), Map.of()).getOrDefault(task, Map.of()).get(metric)).textAlike(Numbers::metric))));
      table.add(body);
    });
    return Element.div("wide", table);
  }

  private static Element group(String name, List<Column> columns) {
    return Element.of("tr", Element.of("th", name).set("colspan", columns.size() + 1)).set("class", "group");
  }

  private static Element row(String name, List<Column> columns, Function<Column, String> cell) {
    Element row = Element.of("tr", Element.of("th", name).set("scope", "row"));
    columns.forEach(c -> row.add(Element.of("td", cell.apply(c)).set("class", "number")));
    return row;
  }

  /** One line per run, with a way to its own page. */
  static Element runs(List<RunGroup> groups, Path where) {
    Element body = Element.of("tbody");
    for (RunGroup group : groups) {
      for (RunRecord run : group.runs()) {
        String link = where.toAbsolutePath().normalize().relativize(run.folder().path().toAbsolutePath().normalize()).resolve(RunFolder.REPORT).toString();
        body.add(Element.of("tr", Element.of("th", Element.of("a", String.valueOf(run.folder().path().toAbsolutePath().normalize().getFileName()))
            .set("href", link.replace('\\', '/').replace(" ", "%20"))), Element.of("td", group.name()), Element.of("td", Long.toString(run.config().seed()))
                .set("class", "number"),
            delta(run, RunResult.SEARCH), delta(run, "hard"), number(run.result().map(r -> r.backboneParameters().get(RunResult.SEARCH)).map(Numbers::brief)),
            number(run.result().map(r -> r.macs().get(RunResult.SEARCH)).map(Numbers::brief)),
            number(run.result().flatMap(r -> r.policyConfidence().values().stream().reduce(Double::sum).map(sum -> sum / r.policyConfidence().size()))
                .map(Numbers::probability)),
            number(run.result().map(r -> Numbers.seconds(r.seconds().values().stream().mapToDouble(Double::doubleValue).sum()))
                .or(() -> Optional.of("not finished")))));
      }
    }
    Element head = Element.of("tr", Element.of("th", "run"), Element.of("th", "configuration"), Element.of("th", "seed").set("class", "number"));
    for (String title : List.of("Delta found", "hard sharing", "parameters", "multiply-adds", "decided", "time")) {
      head.add(Element.of("th", title).set("class", "number"));
    }
    return Element.div("wide", Element.of("table", Element.of("thead", head), body));
  }

  private static Element delta(RunRecord run, String model) {
    return number(run.result().map(r -> r.delta().get(model)).map(Numbers::change));
  }

  private static Element number(Optional<String> text) {
    return Element.of("td", text.orElse("–")).set("class", "number");
  }

  /** The keys in which configurations differ. */
  static Element differences(List<RunGroup> groups) {
    List<Map<String, String>> all = groups.stream().map(g -> keys(g.runs().get(0))).toList();
    Set<String> keys = new LinkedHashSet<>();
    all.forEach(map -> keys.addAll(map.keySet()));
    Element head = Element.of("tr", Element.of("th", "key"));
    groups.forEach(g -> head.add(Element.of("th", g.name())));
    Element body = Element.of("tbody");
    for (String key : keys) {
      List<String> values = new ArrayList<>();
      IntStream.range(0, groups.size()).forEach(i -> values.add(all.get(i).getOrDefault(key, "–")));
      if (values.stream().distinct().count() > 1) {
        Element row = Element.of("tr", Element.of("th", Element.of("code", key)));
        values.forEach(v -> row.add(Element.of("td", v)));
        body.add(row);
      }
    }
    return Element.div("wide", Element.of("table", Element.of("thead", head), body));
  }

  private static Map<String, String> keys(RunRecord run) {
    try {
      Map<String, String> keys = new LinkedHashMap<>();
      flatten("", new YAMLMapper().readTree(run.config().with("seed=0", "name=run").toYaml()), keys);
      return keys;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot read what a configuration wrote", e);
    }
  }

  private static void flatten(String path, JsonNode node, Map<String, String> keys) {
    if (node.isObject()) {
      node.fields().forEachRemaining(f -> flatten(path.isEmpty() ? f.getKey() : path + "." + f.getKey(), f.getValue(), keys));
    } else if (node.isArray() && node.path(0).isObject()) {
      node.forEach(item -> flatten(path + "." + item.path("name").asText("?"), item, keys));
    } else {
      keys.put(path, node.isValueNode() ? node.asText() : node.toString());
    }
  }
}
