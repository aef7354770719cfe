package org.automtl4j.train.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
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

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL.zip", description = "The model.zip of a run.")
  private Path model;

  @Option(names = "--layout", paramLabel = "LAYOUT", required = true, description = "Kind of the data set: synthetic.")
  private String layout;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the scenes (default: that of the run in whose folder the model lies).")
  private Optional<Long> seed;

  @Option(names = "--test", paramLabel = "N", description = "Scenes of the test split (default: the run's, or " + Measurement.SCENES + ").")
  private Optional<Integer> scenes;

  @Option(names = "--batch", paramLabel = "N", description = "Images at a time (default: the run's, or " + Measurement.BATCH + ").")
  private Optional<Integer> batch;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    if (!layout.equals(SYNTHETIC)) {
      throw new ParameterException(spec.commandLine(), "--layout: found '" + layout + "', allowed: " + SYNTHETIC);
    }
    if (batch.orElse(1) < 1) {
      throw new ParameterException(spec.commandLine(), "--batch: found " + batch.get() + ", allowed: a whole number of at least 1");
    }
    Measurement measurement = Measurement.of(model, seed, scenes, batch);
    spec.commandLine().getOut().print(json ? measurement.toJson() : measurement.table());
    return AutoMtl.DONE;
  }
}
