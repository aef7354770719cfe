package org.automtl4j.train.listener.internal;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.train.listener.ChoiceSnapshot;
import org.automtl4j.train.listener.EpochEnded;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.listener.Validated;

/**
 * Each event as one line of JSON whose {@code event} says which. A line appears as a whole at once, so that the file can be followed; numbers that are not
 * finite stand as strings. The file is open during stages only.
 */
public final class MetricsFile implements TrainingListener {
  /** Since 2 the figure {@code miou} is what it is now; a file that was begun before says where it changes. */
  private static final int FORMAT_VERSION = 2;
  private static final String STARTED = "started";
  private static final String VERSION = "formatVersion";

  private final EventLines lines;
  private boolean open;

  /**
   * @param file the file
   * @param resume whether it goes on where the training does; else what was in it is replaced
   */
  public MetricsFile(Path file, boolean resume) {
    this.lines = new EventLines(file, resume);
  }

  @Override
  public void stageStarted(StageStarted event) {
    boolean begins = lines.begin(event);
    if (!open && lines.last(STARTED).map(line -> line.path(VERSION).asInt(1)).orElse(0) < FORMAT_VERSION) {
      line(STARTED, line -> line.put(VERSION, FORMAT_VERSION));
    }
    open = true;
    if (begins) {
      line("stageStarted", line -> {
        line.put("model", event.model());
        line.put("stage", event.stage());
        line.put("iterations", event.iterations());
      });
    }
  }

  @Override
  public void iterationDone(IterationDone event) {
    line("iteration", line -> {
      line.put("model", event.model());
      line.put("stage", event.stage());
      line.put("phase", event.phase());
      line.put("iteration", event.iteration());
      line.put("losses", event.losses());
      if (!event.regularisers().isEmpty()) {
        line.put("regularisers", event.regularisers());
      }
      if (!event.otherTerms().isEmpty()) {
        line.put("terms", event.otherTerms());
      }
      line.put("learningRate", event.learningRate());
      if (event.rates().size() > 1) {
        line.put("rates", event.rates());
      }
      if (event.temperature() > 0) {
        line.put("temperature", event.temperature());
      }
      if (!event.otherScalars().isEmpty()) {
        line.put("scalars", event.otherScalars());
      }
      line.put("seconds", rounded(event.seconds(), 1e3));
      line.put("waitSeconds", rounded(event.waitSeconds(), 1e3));
    });
  }

  @Override
  public void epochEnded(EpochEnded event) {
    line("epoch", line -> {
      line.put("model", event.model());
      line.put("stage", event.stage());
      line.put("epoch", event.epoch());
      line.put("iteration", event.iteration());
      line.put("iterations", event.iterations());
      line.put("seconds", rounded(event.seconds(), 1e3));
      line.put("waitSeconds", rounded(event.waitSeconds(), 1e4));
    });
  }

  @Override
  public void choicesSeen(ChoiceSnapshot event) {
    Map<String, Map<String, List<Double>>> probabilities = new LinkedHashMap<>();
    event.probabilities().forEach((task, layers) -> {
      Map<String, List<Double>> rounded = probabilities.computeIfAbsent(task, t -> new LinkedHashMap<>());
      layers.forEach((layer, values) -> rounded.put(layer, values.stream().map(p -> rounded(p, 1e5)).toList()));
    });
    line("policies", line -> {
      line.put("model", event.model());
      line.put("stage", event.stage());
      line.put("iteration", event.iteration());
      line.put("meanLargest", event.meanLargest());
      line.put("probabilities", probabilities);
    });
  }

  private static double rounded(double value, double parts) {
    return Math.round(value * parts) / parts;
  }

  @Override
  public void validated(Validated event) {
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    event.evaluation().metrics().forEach((task, values) -> {
      Map<String, Double> byName = metrics.computeIfAbsent(task, t -> new LinkedHashMap<>());
      for (MetricValue value : values) {
        byName.put(value.name(), value.value());
      }
    });
    line("validation", line -> {
      line.put("model", event.model());
      line.put("stage", event.stage());
      line.put("iteration", event.iteration());
      line.put("split", event.evaluation().split().name().toLowerCase(Locale.ROOT));
      line.put("losses", event.evaluation().losses());
      line.put("metrics", metrics);
    });
  }

  @Override
  public void stageEnded(StageEnded event) {
    line("stageEnded", line -> {
      line.put("model", event.model());
      line.put("stage", event.stage());
      line.put("iterations", event.iterations());
      line.put("seconds", event.seconds());
      line.put("waitSeconds", event.waitSeconds());
      if (!event.unlabelled().isEmpty()) {
        line.put("batchesWithoutLabel", event.unlabelled());
      }
    });
    lines.close();
  }

  private void line(String event, Consumer<Map<String, Object>> content) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    content.accept(line);
    lines.write(line);
  }
}
