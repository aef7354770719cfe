package org.automtl4j.app.sweep;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.SmallFile;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.metric.MetricNames;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.data.metric.RelativePerformance;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.evaluate.Evaluator;

/**
 * What a finished part's model reaches on the validation split: what points are compared by, since the test split is to stay unseen until the end. Kept in the
 * part's folder as {@code validation.json}, so that it is measured once.
 *
 * @param formatVersion of the file
 * @param tasks by task, the figures that count for it
 */
record PartFigures(@JsonProperty("format_version") int formatVersion, @JsonProperty("tasks") Map<String, List<Figure>> tasks) {
  static final String FILE = "validation.json";
  private static final int VERSION = 1;
  private static final int LARGEST = 1 << 20;

  PartFigures {
    Map<String, List<Figure>> known = new LinkedHashMap<>();
    Objects.requireNonNullElse(tasks, Map.<String, List<Figure>>of()).forEach((task, figures) -> known.put(task,
        Objects.requireNonNullElse(figures, List.<Figure>of()).stream().filter(figure -> figure != null && figure.name() != null).toList()));
    tasks = known;
  }

  /**
   * One figure.
   *
   * @param name of the metric
   * @param value the figure; empty where nothing could be measured
   * @param higherIsBetter which direction is good
   */
  record Figure(@JsonProperty("name") String name, @JsonProperty("value") Double value, @JsonProperty("higher_is_better") boolean higherIsBetter) {}

  /**
   * Reads a part's figures, or measures them.
   *
   * @return empty for a run without a model or a data set without a validation split
   */
  static Optional<PartFigures> of(RunConfig config, Path folder) {
    Optional<PartFigures> known = ofFile(folder);
    if (known.isPresent()) {
      return known;
    }
    Path model = folder.resolve(RunFolder.MODEL);
    MultiTaskDataSet data = config.openData();
    if (!Files.isRegularFile(model) || data.size(Split.VAL) == 0) {
      return Optional.empty();
    }
    PartFigures figures = measured(model, data, config.batch());
    figures.write(folder.resolve(FILE));
    return Optional.of(figures);
  }

  /** Reads a part's figures, if they have been measured. */
  static Optional<PartFigures> ofFile(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
  }

  private static PartFigures measured(Path file, MultiTaskDataSet data, int batch) {
    try (MultiTaskModel model = MultiTaskModel.load(file)) {
      Evaluation evaluation = Evaluator.evaluate(model::outputs, model.tasks(), data, Split.VAL, batch);
      Map<String, List<Figure>> tasks = new LinkedHashMap<>();
      model.tasks().forEach(task -> {
        List<Figure> figures = new ArrayList<>();
        for (String metric : RelativePerformance.deltaMetrics(task.kind())) {
          MetricNames.find(evaluation.metrics().get(task.name()), metric)
              .ifPresent(v -> figures.add(new Figure(v.name(), Double.isFinite(v.value()) ? v.value() : null, v.higherIsBetter())));
        }
        tasks.put(task.name(), figures);
      });
      return new PartFigures(VERSION, tasks);
    }
  }

  private static PartFigures read(Path file) {
    try {
      PartFigures figures = JsonMapper.builder().build().readValue(SmallFile.text(file, LARGEST), PartFigures.class);
      if (figures == null) {
        throw new InvalidInputException(file + ": not the figures of a part of a sweep; delete it to have them measured again");
      }
      if (figures.formatVersion() > VERSION) {
        throw new InvalidInputException(file + ": found format version " + figures.formatVersion() + ", allowed: up to " + VERSION + "; read it with a newer AutoMTL4J");
      }
      return figures;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + ": not the figures of a part of a sweep; delete it to have them measured again", e);
    }
  }

  private void write(Path file) {
    try {
      RunFolder.write(file, JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(this).replace("\r", "") + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + file, e);
    }
  }

  Optional<MetricValue> value(String task, String metric) {
    return tasks.getOrDefault(task, List.of()).stream().filter(f -> f.name().equals(metric) && f.value() != null).findFirst()
        .map(f -> new MetricValue(f.name(), f.value(), f.higherIsBetter()));
  }
}
