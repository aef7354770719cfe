package org.automtl4j.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.app.report.SeedSummary;
import org.automtl4j.app.report.html.HtmlReport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Parameters(arity = "0..1", paramLabel = "CONFIG",       description = "A YAML file, or the name of a ready configuration (default: demo).")
  private Optional<String> configuration;

  @Option(names = "--out", paramLabel = "DIR", description = "The run folder (default: a new one, runs/NAME-TIME).")
  private Optional<Path> out;

  @Option(names = "--overwrite", description = "Replaces the files of an earlier run in the folder of --out.")
  private boolean overwrite;

  @Option(names = "--resume", paramLabel = "DIR",
      description = {"Goes on with the interrupted run in a folder, bit for bit as if it had not been interrupted.",
          "With --seeds and the same CONFIG: with the runs below that folder, and those that had not begun."})
  private Optional<Path> resume;

  @Option(names = "--tensorboard", description = "Also writes event files for TensorBoard, to the folder tensorboard of the run.")
  private boolean tensorBoard;

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "Changes a key of the configuration, such as policySearch.iterations=400; can be given several times.")
  private List<String> assignments = new ArrayList<>();

  @ArgGroup private Seeds seeds = new Seeds();

  @Option(names = "--baselines", paramLabel = "NAME,...", converter = BaselineList.Converter.class,
      description = {"Models to compare with: none, hard, single, random, a method, several of them (hard,random), or all (hard and single).",
          "random: two architectures drawn at random, as large as the one that is found; the first half of the layers of one is shared."})
  private Optional<BaselineList> baselines = Optional.empty();

  /** One seed or several. */
  static final class Seeds {
    @Option(names = "--seed", paramLabel = "N", description = "The seed of everything random.")
    private Optional<Long> one = Optional.empty();

    @Option(names = "--seeds", paramLabel = "N,N,...", converter = SeedList.Converter.class,
        description = "Several runs, one for each seed (1,2,3 or 1..10), in folders of their own below one.")
    private SeedList several = new SeedList(List.of());
  }

  @Override
  public Integer call() {
    List<String> changes = new ArrayList<>(assignments);
    BaselineList.assignment(baselines).ifPresent(changes::add);
    seeds.one.ifPresent(seed -> changes.add("seed=" + seed));
    RunConfig config = RunConfig.resolve(configuration.orElseGet(this::defaultConfiguration), changes);
    checkResume();
    out.ifPresent(path -> RunFolder.checkUsable(path, overwrite));
    Training training = new Training(spec.commandLine().getOut(), spec.commandLine().getErr(), tensorBoard);
    if (seeds.several.seeds().isEmpty()) {
      return training.run(config, resume.isPresent(), () -> folder(config)).isPresent() ? AutoMtl.DONE : AutoMtl.INTERRUPTED;
    }
    return runSeeds(config, training);
  }

  /** A run that is resumed is that of its folder. */
  private String defaultConfiguration() {
    return resume.filter(path -> seeds.several.seeds().isEmpty()).map(path -> RunFolder.open(path).file(RunFolder.CONFIG).toString()).orElse("demo");
  }

  private void checkResume() {
    if (resume.isPresent() && (out.isPresent() || overwrite)) {
      throw new ParameterException(spec.commandLine(), "--resume: found together with --out or --overwrite, allowed: alone; a run goes on in its own folder");
    }
  }

  private int runSeeds(RunConfig config, Training training) {
    RunFolder parent = resume.map(RunFolder::existing).orElseGet(() -> folder(config));
    List<RunResult> results = new ArrayList<>();
    for (long seed : seeds.several.seeds()) {
      Path path = parent.file("seed-" + seed);
      boolean begun = resume.isPresent() && RunFolder.hasBegun(path);
      Optional<RunResult> result = training.run(config.with("seed=" + seed), begun, Optional.of("the same command with --resume " + parent.path()),
          () -> begun ? RunFolder.open(path) : RunFolder.at(path, overwrite || resume.isPresent()));
      if (result.isEmpty()) {
        return AutoMtl.INTERRUPTED;
      }
      results.add(result.get());
      keepLatencies(parent, path);
    }
    PrintWriter print = spec.commandLine().getOut();
    SeedSummary summary = SeedSummary.of(results);
    parent.write(RunFolder.SEEDS, summary.toJson());
    List<RunFolder> runs = results.stream().map(result -> RunFolder.open(parent.file("seed-" + result.seed()))).toList();
    parent.write(RunFolder.REPORT, HtmlReport.comparing(runs, parent.path()));
    print.println();
    results.forEach(result -> print.println("seed " + result.seed() + ": " + result.summary()));
    print.println();
    print.print(summary.table());
    print.println();
    print.println(parent.path());
    return AutoMtl.DONE;
  }

  /** What the first seed has measured holds for the others. */
  private static void keepLatencies(RunFolder parent, Path run) {
    Path measured = run.resolve(RunFolder.LATENCY);
    if (Files.isRegularFile(measured) && !Files.exists(parent.file(RunFolder.LATENCY))) {
      try {
        parent.write(RunFolder.LATENCY, Files.readString(measured));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + measured + ": " + e.getMessage(), e);
      }
    }
  }

  private RunFolder folder(RunConfig config) {
    if (resume.isPresent()) {
      return RunFolder.open(resume.get());
    }
    return out.map(path -> RunFolder.at(path, overwrite)).orElseGet(() -> RunFolder.create(RUNS, config.name(), Clock.systemDefaultZone()));
  }
}
