package org.automtl4j.train.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.automtl4j.train.config.RunConfig;
import org.automtl4j.train.report.RunFolder;
import org.automtl4j.train.report.RunResult;
import org.automtl4j.train.report.SeedSummary;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code automtl run}. */
@Command(
    name = "run",
    description = "Trains: all stages of a configuration and the models to compare with. It ends with a table and the folder with all files.",
    footer = {"", "Without a configuration it runs the demo: three tasks on rendered scenes, in a few minutes."})
final class RunCommand implements Callable<Integer> {
  private static final Path RUNS = Path.of("runs");

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "CONFIG", defaultValue = "demo",
      description = "A YAML file, or the name of a ready configuration (default: ${DEFAULT-VALUE}).")
  private String configuration;

  @Option(names = "--out", paramLabel = "DIR", description = "The run folder (default: a new one, runs/NAME-TIME).")
  private Optional<Path> out;

  @Option(names = "--overwrite", description = "Replaces the files of an earlier run in the folder of --out.")
  private boolean overwrite;

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "Changes a key of the configuration, such as policySearch.iterations=400; can be given several times.")
  private List<String> assignments = new ArrayList<>();

  @ArgGroup private Seeds seeds = new Seeds();

  @Option(names = "--baselines", paramLabel = "NAME,...", split = ",", hideParamSyntax = true,
      description = {"Models to compare with: none, hard, single, random, several of them (hard,random), or all (hard and single).",
          "random: two architectures drawn at random, as large as the one that is found; the first half of the layers of one is shared."})
  private List<BaselineChoice> baselines = new ArrayList<>();

  /** One seed or several. */
  static final class Seeds {
    @Option(names = "--seed", paramLabel = "N", description = "The seed of everything random.")
    private Optional<Long> one = Optional.empty();

    @Option(names = "--seeds", paramLabel = "N,N,...", split = ",", hideParamSyntax = true,
        description = "Several runs, one for each seed, in folders of their own below one.")
    private List<Long> several = new ArrayList<>();
  }

  @Override
  public Integer call() {
    List<String> changes = new ArrayList<>(assignments);
    BaselineChoice.assignment(baselines).ifPresent(changes::add);
    seeds.one.ifPresent(seed -> changes.add("seed=" + seed));
    RunConfig config = RunConfig.resolve(configuration, changes);
    out.ifPresent(path -> RunFolder.checkUsable(path, overwrite));
    PrintWriter print = spec.commandLine().getOut();
    Training training = new Training(print);
    if (seeds.several.isEmpty()) {
      training.run(config, () -> folder(config));
      return AutoMtl.DONE;
    }
    RunFolder parent = folder(config);
    List<RunResult> results = new ArrayList<>();
    for (long seed : new LinkedHashSet<>(seeds.several)) {
      results.add(training.run(config.with("seed=" + seed), () -> RunFolder.at(parent.file("seed-" + seed), overwrite)));
    }
    SeedSummary summary = SeedSummary.of(results);
    parent.write(RunFolder.SEEDS, summary.toJson());
    print.println();
    results.forEach(result -> print.println("seed " + result.seed() + ": " + result.summary()));
    print.println();
    print.print(summary.table());
    print.println();
    print.println(parent.path());
    return AutoMtl.DONE;
  }

  private RunFolder folder(RunConfig config) {
    return out.map(path -> RunFolder.at(path, overwrite)).orElseGet(() -> RunFolder.create(RUNS, config.name(), Clock.systemDefaultZone()));
  }
}
