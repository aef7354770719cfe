package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.train.balance.conflict.ConflictTerms;

/** How tasks were balanced, and which of them were in conflict, where. */
final class ConflictSection {
  private static final String ITERATION = "iteration of the stage";
  private static final String LAYER = "layer.";

  private ConflictSection() {}

  /** Asks for the backbone only where layers stand by their numbers. */
  static Optional<Element> of(RunRecord run, Supplier<Optional<Backbone>> backbone) {
    List<String> tasks = run.tasks();
    boolean numbered = run.log().stages().stream().flatMap(stage -> stage.termKeys(ConflictTerms.COSINE).stream()).anyMatch(key -> key.startsWith(LAYER));
    Optional<Backbone> known = numbered ? backbone.get() : Optional.empty();
    UnaryOperator<String> layerName = layer -> name(layer, known);
    List<Element> parts = new ArrayList<>();
    for (StageLog stage : run.log().stages()) {
      List<Element> charts = new ArrayList<>();
      add(charts, weights(stage, tasks));
      add(charts, norms(stage, tasks));
      ConflictTable table = ConflictTable.of(stage, tasks);
      add(charts, cosines(stage, table));
      if (!table.layers().isEmpty()) {
        charts.add(ConflictMap.of("Mean cosine by layer", table, layerName));
      }
      if (!charts.isEmpty()) {
        parts.add(Element.of("h3", stage.title()));
        if (!table.pairs().isEmpty()) {
          parts.add(Element.of("p", words(table, layerName)));
        }
        parts.add(Element.div("charts").addAll(charts));
      }
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    String method = run.config().balance().method().map(m -> "Balanced by " + m.type() + ". ").orElse("Not balanced: the losses are added up by their weights. ");
    return Optional.of(Element.of("section", Element.of("h2", "Balance and conflicts"),
        Element.of("p", method + "Two tasks are in conflict where the cosine of their gradients of a shared layer is below 0: a step that helps one hurts the other. "
            + "What lies near 0 is indifferent, and single measurements are noisy.")).addAll(parts).set("id", "balance"));
  }

  private static void add(List<Element> charts, LineChart chart) {
    if (!chart.isEmpty()) {
      charts.add(chart.draw());
    }
  }

  /** The factors of tasks, scaled so that their mean is 1 in each iteration: what all tasks have in common is a matter of the learning rate. */
  private static LineChart weights(StageLog stage, List<String> tasks) {
    Map<String, List<double[]>> courses = new LinkedHashMap<>();
    Map<Double, double[]> sums = new LinkedHashMap<>();
    for (String task : tasks) {
      List<double[]> course = stage.terms(ConflictTerms.WEIGHT, task);
      courses.put(task, course);
      course.forEach(p -> {
        double[] sum = sums.computeIfAbsent(p[0], i -> new double[2]);
        sum[0] += p[1];
        sum[1]++;
      });
    }
    LineChart chart = new LineChart("Factors of tasks, mean 1", ITERATION);
    for (int t = 0; t < tasks.size(); t++) {
      List<double[]> scaled = courses.get(tasks.get(t)).stream().filter(p -> sums.get(p[0])[0] != 0)
          .map(p -> new double[] {p[0], p[1] * sums.get(p[0])[1] / sums.get(p[0])[0]}).toList();
      chart.line(new Series(tasks.get(t), scaled, t));
    }
    return chart;
  }

  private static LineChart norms(StageLog stage, List<String> tasks) {
    LineChart chart = new LineChart("Norms of tasks' gradients, log₁₀", ITERATION);
    for (int t = 0; t < tasks.size(); t++) {
      chart.line(new Series(tasks.get(t), stage.terms(ConflictTerms.NORM, tasks.get(t)).stream().filter(p -> p[1] > 0).map(p -> new double[] {p[0], Math.log10(p[1])}).toList(), t));
    }
    return chart;
  }

  private static LineChart cosines(StageLog stage, ConflictTable table) {
    LineChart chart = new LineChart("Cosines of gradients, all shared layers", ITERATION).range(-1, 1);
    for (int p = 0; p < table.pairs().size(); p++) {
      chart.line(new Series(table.pairs().get(p).toString(), stage.terms(ConflictTerms.COSINE, table.pairs().get(p).key()), p));
    }
    return chart;
  }

  private static String words(ConflictTable table, UnaryOperator<String> layerName) {
    return table.worst().map(place -> String.format(Locale.ROOT, "Most in conflict: %s in layer %s, with a mean cosine of %.3f, below 0 in %s of %d measurements.",
        place.pair(), layerName.apply(place.layer()), place.cell().mean(), Numbers.percent(place.cell().share()), place.cell().count()))
        .orElse("In no layer is the mean cosine of two tasks below 0.");
  }

  /** The backbone's own name of a layer that stands by its number. */
  private static String name(String layer, Optional<Backbone> backbone) {
    return backbone.filter(b -> layer.matches("layer\\.\\d{1,6}")).map(b -> b.nodes()).filter(nodes -> number(layer) < nodes.size())
        .map(nodes -> nodes.get(number(layer)).layer().name()).orElse(layer);
  }

  private static int number(String layer) {
    return Integer.parseInt(layer.substring(LAYER.length()));
  }
}
