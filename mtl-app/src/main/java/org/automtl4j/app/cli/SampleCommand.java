package org.automtl4j.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.run.PolicySamples;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.plan.Backend;
import org.automtl4j.train.automtl.stage.SamplingMode;
import org.automtl4j.train.listener.Listeners;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code automtl sample}. */
@Command(
    name = "sample",
    description = "Draws an architecture from the policies that a run has searched.",
    footer = {"", "To train it: automtl run CONFIG --set stages=[POST] --set architecture=FILE"})
final class SampleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path run;

  @Option(names = "--candidates", paramLabel = "N",
      description = "Architectures that are tried; the best on the validation split is taken (default: the run's).")
  private Optional<Integer> candidates;

  @Option(names = "--mode", paramLabel = "MODE", description = "sample: branches are drawn; argmax: the most probable ones (default: the run's).")
  private Optional<SamplingMode> mode;

  @Option(names = "--seed", paramLabel = "N", description = "The seed of what is drawn (default: the run's).")
  private Optional<Long> seed;

  @Option(names = "--out", paramLabel = "FILE", description = "The file to write; without it the architecture is printed.")
  private Optional<Path> out;

  @Option(names = "--overwrite", description = "Replaces an existing file.")
  private boolean overwrite;

  @Override
  public Integer call() {
    out.filter(file -> Files.exists(file) && !overwrite).ifPresent(file -> {
      throw new InvalidInputException(file + ": found a file, allowed: a new one, or --overwrite");
    });
    RunFolder folder = RunFolder.open(run);
    List<String> changes = new ArrayList<>();
    candidates.ifPresent(n -> changes.add("sampling.candidates=" + n));
    mode.ifPresent(m -> changes.add("sampling.mode=" + m));
    RunConfig config = RunConfig.read(folder.file(RunFolder.CONFIG));
    config.threads().ifPresent(Backend::useThreads);
    Architecture found = PolicySamples.draw(folder, changes, seed.orElse(config.seed()), Listeners.progress());
    if (out.isPresent()) {
      found.save(out.get());
      spec.commandLine().getOut().println(out.get());
    } else {
      spec.commandLine().getOut().print(found.toJson());
    }
    return AutoMtl.DONE;
  }
}
