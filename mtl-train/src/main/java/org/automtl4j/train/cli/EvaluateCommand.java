package org.automtl4j.train.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.task.Task;
import org.automtl4j.train.Evaluation;
import org.automtl4j.train.config.DataConfig;
import org.automtl4j.train.config.RunConfig;
import org.automtl4j.train.internal.Evaluator;
import org.automtl4j.train.report.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code automtl evaluate}. */
@Command(name = "evaluate", description = "Measures a trained model on the test split of a data set.")
final class EvaluateCommand implements Callable<Integer> {
  private static final String SYNTHETIC = "synthetic";
  private static final int SCENES = 300;
  private static final int BATCH = 16;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL.zip", description = "The model.zip of a run.")
  private Path model;

  @Option(names = "--layout", paramLabel = "LAYOUT", required = true, description = "Kind of the data set: synthetic.")
  private String layout;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the scenes (default: that of the run in whose folder the model lies).")
  private Optional<Long> seed;

  @Option(names = "--test", paramLabel = "N", description = "Scenes of the test split (default: the run's, or " + SCENES + ").")
  private Optional<Integer> scenes;

  @Option(names = "--batch", paramLabel = "N", description = "Images at a time (default: the run's, or " + BATCH + ").")
  private Optional<Integer> batch;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    if (!layout.equals(SYNTHETIC)) {
      throw new ParameterException(spec.commandLine(), "--layout: found '" + layout + "', allowed: " + SYNTHETIC);
    }
    if (batch.orElse(1) < 1) {
      throw new ParameterException(spec.commandLine(), "--batch: found " + batch.get() + ", allowed: a whole number of at least 1");
    }
    Optional<RunConfig> run = runOf(model);
    long dataSeed = seed.or(() -> run.map(EvaluateCommand::dataSeed))
        .orElseThrow(() -> new ParameterException(spec.commandLine(), "--seed: missing; synthetic scenes have one, and the model lies in no run's folder"));
    try (MultiTaskModel loaded = MultiTaskModel.load(model)) {
      MultiTaskDataSet data = data(loaded, dataSeed, scenes.or(() -> run.map(c -> ((DataConfig.Synthetic) c.data()).test())).orElse(SCENES));
      Evaluation evaluation = Evaluator.evaluate(loaded::outputs, loaded.tasks(), data, Split.TEST, batch.or(() -> run.map(RunConfig::batch)).orElse(BATCH));
      if (json) {
        spec.commandLine().getOut().println(JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(content(data, evaluation)));
      } else {
        spec.commandLine().getOut().print(evaluation.table());
      }
    }
    return AutoMtl.DONE;
  }

  /** The configuration of the run in whose folder a file lies. */
  private static Optional<RunConfig> runOf(Path file) {
    Path config = file.resolveSibling(RunFolder.CONFIG);
    return Files.isRegularFile(config) ? Optional.of(RunConfig.read(config)) : Optional.empty();
  }

  private static long dataSeed(RunConfig config) {
    return ((DataConfig.Synthetic) config.data()).seed().orElse(config.seed());
  }

  private static MultiTaskDataSet data(MultiTaskModel model, long seed, int scenes) {
    String[] tasks = model.tasks().stream().map(Task::name).toArray(String[]::new);
    return SyntheticScenes.builder().size(model.height(), model.width()).counts(2, 1, scenes).seed(seed).tasks(tasks).build();
  }

  private Map<String, Object> content(MultiTaskDataSet data, Evaluation evaluation) {
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
    content.put("data", data.fingerprint());
    content.put("split", "test");
    content.put("metrics", metrics);
    return content;
  }
}
