package org.automtl4j.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.metric.MetricOptions;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.graph.model.LoadCheck;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.evaluate.Evaluator;
import org.automtl4j.train.method.settings.MeanIouWords;

/**
 * What {@code automtl evaluate} finds out. What is not given is taken from the run in whose folder the model lies.
 *
 * @param model the model's file
 * @param data the data set, as it describes itself
 * @param evaluation the figures
 */
record Measurement(Path model, String data, Evaluation evaluation) {
  static final int BATCH = 16;

  /** @return the configuration of the run in whose folder the model lies */
  static Optional<RunConfig> run(Path model) {
    Path config = model.resolveSibling(RunFolder.CONFIG);
    return Files.isRegularFile(config) ? Optional.of(RunConfig.read(config)) : Optional.empty();
  }

  /**
   * @param run the configuration of the model's run, if it is known
   * @param hit whether {@code miou_hit} is asked for, which the run may have asked for too
   * @param check what of the model is checked
   */
  static Measurement of(Path model, Optional<RunConfig> run, EvaluatedData wanted, Optional<Integer> batch, boolean hit, LoadCheck check) {
    wanted.check(model, run);
    try (MultiTaskModel loaded = MultiTaskModel.load(model, check)) {
      MultiTaskDataSet data = wanted.open(loaded, run);
      int images = batch.or(() -> run.map(RunConfig::batch)).orElse(BATCH);
      if (wanted.layout().equals(EvaluatedData.NDDR)) {
        return new Measurement(model, data.fingerprint(), Evaluator.evaluateWith(loaded::outputs, loaded.tasks(), data, Split.TEST, images, LabelSized::metric, LabelSized::loss));
      }
      return new Measurement(model, data.fingerprint(), Evaluator.evaluate(loaded::outputs, loaded.tasks(), data, Split.TEST, images,
          task -> hit || run.filter(r -> asksForHits(r, task)).isPresent() ? MetricOptions.DEFAULT.withHitClasses() : MetricOptions.DEFAULT,
          task -> Evaluator.usualLoss(task, data)));
    }
  }

  private static boolean asksForHits(RunConfig run, Task task) {
    return MeanIouWords.options(run.compat().toCompat().metricOptions(task), run.validation().taskMetric(), task).hitClasses();
  }

  String table() {
    StringBuilder text = new StringBuilder(evaluation.table());
    evaluation.losses().forEach((task, loss) -> text.append(String.format(Locale.ROOT, "%-20s %-16s %9.4f%n", task, "loss", loss)));
    return text.toString();
  }

  String toJson() {
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    evaluation.metrics().forEach((task, values) -> {
      Map<String, Double> byName = new LinkedHashMap<>();
      for (MetricValue value : values) {
        byName.put(value.name(), value.value());
      }
      metrics.put(task, byName);
    });
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("model", model.toString());
    content.put("data", data);
    content.put("split", Split.TEST.id());
    content.put("metrics", metrics);
    content.put("losses", evaluation.losses());
    try {
      return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a measurement", e);
    }
  }
}
