package org.automtl4j.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.data.dataset.nddr.NormalSpace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code automtl evaluate}. */
@Command(name = "evaluate", description = "Measures a trained model on the test split of a data set.")
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL.zip", description = "The model.zip of a run.")
  private Path model;

  @Option(names = "--layout", paramLabel = "LAYOUT",
      description = "Kind of the data set: synthetic, cityscapes, nyuv2, nddr, taskonomy or folder (default: that of the run in whose folder the model lies).")
  private Optional<String> given;

  @Option(names = "--root", paramLabel = "DIR", description = "The data set's folder; for all but synthetic (default: the run's, where --layout is not given).")
  private Optional<Path> root;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the scenes (default: that of the run in whose folder the model lies).")
  private Optional<Long> seed;

  @Option(names = "--test", paramLabel = "N", description = "Scenes of the test split (default: the run's, or " + EvaluatedData.SCENES + ").")
  private Optional<Integer> scenes;

  @Option(names = "--normals", paramLabel = "SPACE",
      description = "nddr: what normals are compared as, UNIT or RAW_CODE, the codes of their pictures as the published tables do (default: the run's, or UNIT).")
  private Optional<NormalSpace> normals;

  @Mixin private LoadCheckOption loading;

  @Option(names = "--batch", paramLabel = "N", description = "Images at a time (default: the run's, or " + Measurement.BATCH + ").")
  private Optional<Integer> batch;

  @Option(names = "--miou-hit", description = "Also measures the published mean IoU, over the classes that are right at least once (miou_hit).")
  private boolean hit;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Optional<RunConfig> run = Measurement.run(model);
    String layout = given.or(() -> run.map(r -> r.data().layout())).orElseThrow(() -> new ParameterException(spec.commandLine(), "--layout: missing; "
        + model + " lies in no run's folder that tells it; allowed: " + String.join(", ", EvaluatedData.LAYOUTS)));
    if (!EvaluatedData.LAYOUTS.contains(layout)) {
      throw new ParameterException(spec.commandLine(), "--layout: found '" + layout + "', allowed: " + String.join(", ", EvaluatedData.LAYOUTS));
    }
    Optional<Path> folder = root.or(() -> given.isPresent() ? Optional.empty() : run.flatMap(r -> r.data().folder()));
    boolean scenesAsked = layout.equals(EvaluatedData.SYNTHETIC);
    if (scenesAsked == folder.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), scenesAsked ? "--root: synthetic scenes have no folder" : "--root: missing; the data set's folder is needed");
    }
    if (!scenesAsked && (seed.isPresent() || scenes.isPresent())) {
      throw new ParameterException(spec.commandLine(), "--seed and --test belong to synthetic scenes, not to files");
    }
    if (normals.isPresent() && !layout.equals(EvaluatedData.NDDR)) {
      throw new ParameterException(spec.commandLine(), "--normals: found with " + layout + ", allowed: with nddr");
    }
    if (batch.orElse(1) < 1) {
      throw new ParameterException(spec.commandLine(), "--batch: found " + batch.get() + ", allowed: a whole number of at least 1");
    }
    Measurement measurement = Measurement.of(model, run, new EvaluatedData(layout, folder, seed, scenes, normals), batch, hit, loading.check());
    spec.commandLine().getOut().print(json ? measurement.toJson() : measurement.table());
    return AutoMtl.DONE;
  }
}
