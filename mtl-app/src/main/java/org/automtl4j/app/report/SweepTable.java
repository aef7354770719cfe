package org.automtl4j.app.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.SmallFile;

/**
 * A sweep with the results that its parts have left.
 *
 * @param sweep the parts
 * @param results by part's folder, of those that have finished
 * @param folder the sweep's folder
 */
public record SweepTable(SweepResult sweep, Map<String, RunResult> results, Path folder) {
  private static final int LARGEST = 16 << 20;

  /** Keeps an unmodifiable copy. */
  public SweepTable {
    results = Map.copyOf(results);
  }

  /**
   * @param sweep what its parts came to
   * @param folder the sweep's folder, with the parts' below it
   * @return both together; a result that cannot be read is left out
   */
  public static SweepTable of(SweepResult sweep, Path folder) {
    Map<String, RunResult> results = new LinkedHashMap<>();
    for (SweepResult.Part part : sweep.parts()) {
      Path file = folder.resolve(part.folder()).resolve(RunFolder.RESULT);
      if (part.status() == SweepResult.Status.DONE && Files.isRegularFile(file)) {
        try {
          results.put(part.folder(), RunResult.fromJson(SmallFile.text(file, LARGEST), file.toString()));
        } catch (InvalidInputException e) {
          // The page shows the part without figures.
        }
      }
    }
    return new SweepTable(sweep, results, folder);
  }

  /** @return parts of whole length by point, in the order of the sweep */
  public Map<String, List<SweepResult.Part>> points() {
    return sweep.parts().stream().filter(SweepResult.Part::isWhole).collect(Collectors.groupingBy(SweepResult.Part::point, LinkedHashMap::new, Collectors.toList()));
  }

  /**
   * @param parts some of the sweep's
   * @param figure of a result; null where it has none
   * @return the figures that there are
   */
  public double[] values(List<SweepResult.Part> parts, Function<RunResult, ? extends Number> figure) {
    return parts.stream().map(part -> results.get(part.folder())).filter(r -> r != null).map(figure).filter(v -> v != null && Double.isFinite(v.doubleValue()))
        .mapToDouble(Number::doubleValue).toArray();
  }

  /**
   * @param parts some of the sweep's
   * @return their scores on the validation split, of those that have one
   */
  public static double[] scores(List<SweepResult.Part> parts) {
    return parts.stream().flatMap(part -> part.score().stream()).mapToDouble(Double::doubleValue).toArray();
  }

  /** @return the metrics that any found model was measured by, by task */
  public Map<String, Set<String>> metrics() {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    sweep.parts().stream().flatMap(part -> Optional.ofNullable(results.get(part.folder())).stream()).forEach(r -> r.metrics().getOrDefault(RunResult.SEARCH, Map.of())
        .forEach((task, values) -> all.computeIfAbsent(task, t -> new LinkedHashSet<>()).addAll(values.keySet())));
    return all;
  }

  /** @return a table for people: a row per point, with mean ± standard deviation over its seeds; the best on the validation split is marked */
  public String text() {
    TextTable table = new TextTable(2);
    table.row("", "point", "runs", "validation", "Delta", "multiply-adds", "parameters");
    points().forEach((point, parts) -> table.row(
        sweep.best().filter(point::equals).isPresent() ? "best" : "", point,
        values(parts, r -> 0).length + " of " + parts.size(),
        percent(scores(parts)),
        percent(values(parts, r -> r.delta().get(RunResult.SEARCH))),
        whole(values(parts, r -> r.macs().get(RunResult.SEARCH))),
        whole(values(parts, r -> r.parameters().get(RunResult.SEARCH)))));
    return table.text();
  }

  private static String percent(double[] fractions) {
    if (fractions.length == 0) {
      return "-";
    }
    Spread spread = Spread.of(Arrays.stream(fractions).mapToObj(f -> 100 * f).toList());
    return (fractions.length > 1 ? spread.text("%+.1f") : String.format(Locale.ROOT, "%+.1f", spread.mean())) + " %";
  }

  private static String whole(double[] values) {
    return values.length == 0 ? "-" : String.format(Locale.ROOT, "%,.0f", Arrays.stream(values).average().orElseThrow());
  }

  /** @return a line per part, for programs: what it sets, how far it has come, and the figures of the model that it found */
  public String csv() {
    Set<String> figures = new LinkedHashSet<>();
    Map<String, Map<String, Number>> rows = new LinkedHashMap<>();
    for (SweepResult.Part part : sweep.parts()) {
      Map<String, Number> row = Optional.ofNullable(results.get(part.folder())).map(SweepTable::figures).orElseGet(Map::of);
      figures.addAll(row.keySet());
      rows.put(part.folder(), row);
    }
    List<String> head = new ArrayList<>(List.of("folder", "point"));
    head.addAll(sweep.keys());
    head.addAll(List.of("seed", "share", "status", "seconds", "score_validation"));
    head.addAll(figures);
    StringBuilder csv = new StringBuilder(line(head));
    for (SweepResult.Part part : sweep.parts()) {
      List<String> cells = new ArrayList<>(List.of(part.folder(), part.point()));
      sweep.keys().forEach(key -> cells.add(part.values().getOrDefault(key, "")));
      cells.addAll(List.of(Long.toString(part.seed()), Double.toString(part.share()), part.status().name().toLowerCase(Locale.ROOT),
          String.format(Locale.ROOT, "%.1f", part.seconds()), part.score().map(String::valueOf).orElse("")));
      figures.forEach(figure -> cells.add(Optional.ofNullable(rows.get(part.folder()).get(figure)).map(String::valueOf).orElse("")));
      csv.append(line(cells));
    }
    return csv.toString();
  }

  private static Map<String, Number> figures(RunResult r) {
    Map<String, Number> figures = new LinkedHashMap<>();
    putIfThere(figures, "delta", r.delta().get(RunResult.SEARCH));
    putIfThere(figures, "parameters", r.parameters().get(RunResult.SEARCH));
    putIfThere(figures, "backbone_parameters", r.backboneParameters().get(RunResult.SEARCH));
    putIfThere(figures, "macs", r.macs().get(RunResult.SEARCH));
    new TreeMap<>(r.metrics().getOrDefault(RunResult.SEARCH, Map.of())).forEach((task, values) -> values.forEach((metric, v) -> figures.put(task + "." + metric, v)));
    r.delta().forEach((model, delta) -> {
      if (!model.equals(RunResult.SEARCH)) {
        figures.put("delta." + model, delta);
      }
    });
    return figures;
  }

  private static void putIfThere(Map<String, Number> figures, String name, Number value) {
    if (value != null) {
      figures.put(name, value);
    }
  }

  /** RFC 4180, but for line ends, which are those of all our files. */
  private static String line(List<String> cells) {
    return cells.stream().map(cell -> cell.matches("(?s).*[\",\n\r].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell).collect(Collectors.joining(",")) + "\n";
  }
}
