package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.app.report.RunResult;

/** Learning curves: the way to the architecture, and its training beside the baselines. */
final class CurveSection {
  private static final List<String> BEFORE = List.of("pre-train", "policy-train");
  private static final String POST = "post-train";

  private CurveSection() {}

  static Optional<Element> of(RunRecord run) {
    List<Element> before = new ArrayList<>();
    List<Element> after = new ArrayList<>();
    List<Element> validation = new ArrayList<>();
    for (String task : run.tasks()) {
      LineChart way = way(run.log(), task);
      if (!way.isEmpty()) {
        before.add(way.draw());
      }
      LineChart end = end(run.log(), task);
      if (!end.isEmpty()) {
        after.add(end.draw());
      }
      validation.addAll(validation(run.log(), task));
    }
    List<Element> unlabelled = unlabelled(run.log());
    if (before.isEmpty() && after.isEmpty() && unlabelled.isEmpty()) {
      return Optional.empty();
    }
    Element section = Element.of("section", Element.of("h2", "Learning curves"),
        Element.of("p", "Losses of training batches. Each point of a long curve is the mean of its neighbours.")).set("id", "curves");
    section.addAll(unlabelled);
    add(section, "Before the choice", before);
    add(section, "The chosen architecture, beside the baselines", after);
    add(section, "On the validation split", validation);
    return Optional.of(section);
  }

  /** Batches from which nothing could be learnt, stage by stage. */
  private static List<Element> unlabelled(TrainingLog log) {
    List<Element> notes = new ArrayList<>();
    for (StageLog stage : log.stages()) {
      stage.unlabelled.forEach((task, batches) -> notes.add(Element.of("p", String.format(Locale.ROOT,
          "%s: %.0f of the batches of task '%s' had no known label, and nothing was learnt from them.", stage.title(), batches, task)).set("class", "note")));
    }
    return notes;
  }

  private static void add(Element section, String title, List<Element> charts) {
    if (!charts.isEmpty()) {
      section.add(Element.of("h3", title), Element.div("charts").addAll(charts));
    }
  }

  private static LineChart way(TrainingLog log, String task) {
    LineChart chart = new LineChart("Loss of " + task, "iteration");
    double start = 0;
    for (String name : BEFORE) {
      Optional<StageLog> stage = log.stage(RunResult.SEARCH, name);
      if (stage.isPresent() && stage.get().done() > 0) {
        chart.line(new Series("", stage.get().losses(task), 0).shifted(start));
        chart.stretch(name, start, start + stage.get().done());
        start += stage.get().done();
      }
    }
    return chart;
  }

  private static LineChart end(TrainingLog log, String task) {
    LineChart chart = new LineChart("Loss of " + task, "iteration");
    log.stage(RunResult.SEARCH, POST).ifPresent(s -> chart.line(new Series("found", s.losses(task), 0)));
    log.stage("hard", "hard-sharing").ifPresent(s -> chart.line(new Series("hard sharing", s.losses(task), 1)));
    log.stage(RunResult.SINGLE, "single-task " + task).ifPresent(s -> chart.line(new Series("single-task", s.losses(task), 2)));
    log.stage("random", POST).ifPresent(s -> chart.line(new Series("random", s.losses(task), 3)));
    return chart;
  }

  /** The loss and the first figure of the task, which is the one that people know, for every stage that was validated. */
  private static List<Element> validation(TrainingLog log, String task) {
    List<Element> charts = new ArrayList<>();
    LineChart losses = new LineChart("Loss of " + task, "iteration of the stage");
    int stages = 0;
    for (StageLog stage : log.stages()) {
      List<double[]> points = stage.validationLosses(task);
      if (!points.isEmpty()) {
        losses.line(new Series(stage.title(), points, stages++));
      }
    }
    if (!losses.isEmpty()) {
      charts.add(losses.draw());
    }
    Optional<String> metric = log.stages().stream().map(s -> s.validationCurves().getOrDefault(task, Map.of())).flatMap(m -> m.keySet().stream()).findFirst();
    metric.ifPresent(name -> {
      LineChart chart = new LineChart(MetricWords.of(name) + " of " + task + " " + MetricWords.arrow(name), "iteration of the stage");
      int colour = 0;
      for (StageLog stage : log.stages()) {
        List<double[]> points = stage.validationCurves().getOrDefault(task, Map.of()).getOrDefault(name, List.of());
        if (!points.isEmpty()) {
          chart.line(new Series(stage.title(), points.stream().filter(p -> Double.isFinite(p[1])).toList(), colour++));
        }
      }
      charts.add(chart.draw());
    });
    return charts;
  }
}
