package org.automtl4j.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.report.SweepResult;
import org.automtl4j.app.report.SweepTable;
import org.automtl4j.app.sweep.Cluster;
import org.automtl4j.app.sweep.ClusterConnector;
import org.automtl4j.app.sweep.Halving;
import org.automtl4j.app.sweep.LocalPartRunner;
import org.automtl4j.app.sweep.PartRunner;
import org.automtl4j.app.sweep.Sweep;
import org.automtl4j.app.sweep.SweepAxis;
import org.automtl4j.app.sweep.SweepBuilder;
import org.automtl4j.app.sweep.SweepListener;
import org.automtl4j.app.sweep.SweepPart;
import org.automtl4j.app.sweep.SweepRun;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.listener.Listeners;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code automtl sweep}. */
@Command(
    name = "sweep",
    description = "Many runs: configurations x values of keys x seeds. It ends with a table of the points, sweep.html, sweep.json and sweep.csv.",
    footer = {"", "Each run lies in a folder of its own below the sweep's. Points are compared on the validation split; a run that fails does not end the sweep.",
        "Example: automtl sweep demo --seeds 1..3 --vary policySearch.lambda=5e-4,1e-3"})
final class SweepCommand implements Callable<Integer> {
  private static final Path SWEEPS = Path.of("runs");

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "CONFIG", description = "YAML files, or names of ready configurations; each is run at all points.")
  private List<String> configurations = new ArrayList<>();

  @Option(names = "--seeds", paramLabel = "N,N,...", converter = SeedList.Converter.class, description = "Seeds of every point: 1,2,3 or 1..10 (default: the configuration's).")
  private SeedList seeds = new SeedList(List.of());

  @Option(names = "--vary", paramLabel = "KEY=VALUE,...", description = {"What a key is set to; can be given several times, and all combinations are run.",
      "With --random also a range, KEY=FROM..TO, or KEY=FROM..TO:log where factors count."})
  private List<String> vary = new ArrayList<>();

  @Option(names = "--random", paramLabel = "N", description = "Runs N points of --vary, drawn at random, in place of all.")
  private Optional<Integer> random;

  @Option(names = "--halving", paramLabel = "RUNGS[xFACTOR]",
      description = "Successive halving: trains all points for a share of their iterations, and the best 1/FACTOR of them for FACTOR times as many, RUNGS times (3 or 3x2).")
  private Optional<String> halving;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Changes a key of all configurations; can be given several times.")
  private List<String> assignments = new ArrayList<>();

  @Option(names = "--minutes", paramLabel = "M", description = "After how many minutes the sweep stops with a checkpoint, to be resumed.")
  private Optional<Double> minutes;

  @Option(names = "--out", paramLabel = "DIR", description = "The sweep's folder, a new or an empty one (default: a new one, runs/sweep-TIME).")
  private Optional<Path> out;

  @Option(names = "--resume", paramLabel = "DIR", description = "Goes on with the interrupted sweep in a folder, as it was begun.")
  private Optional<Path> resume;

  @Option(names = "--master", paramLabel = "URL",
      description = "Runs the parts on Apache Spark: local[N], local-cluster[EXECUTORS,CORES,MEMORY] or spark://HOST:PORT; the folder must be one that all executors see.")
  private Optional<String> master;

  @Option(names = "--threads", paramLabel = "N", description = "With --master: threads of each part (default: one, or what an executor has).")
  private Optional<Integer> threads;

  @Override
  public Integer call() {
    checkArguments();
    PrintWriter err = spec.commandLine().getErr();
    try (Interrupts interrupts = Interrupts.answered(err, "automtl sweep: interrupted before the first run; there is nothing to resume")) {
      StopSignal stop = new StopSignal();
      minutes.ifPresent(m -> stop.after(Duration.ofMillis(Math.max(1, Math.round(m * 60_000)))));
      Optional<Cluster> cluster = master.map(url -> ClusterConnector.find(url, threads));
      try {
        return run(cluster, cluster.<PartRunner>map(c -> c).orElseGet(() -> local(stop)), stop, interrupts);
      } finally {
        cluster.ifPresent(Cluster::close);
      }
    }
  }

  private static LocalPartRunner local(StopSignal stop) {
    return new LocalPartRunner(stop, file -> Logs.alsoTo(file)::close, List.of(Listeners.progress()));
  }

  private int run(Optional<Cluster> cluster, PartRunner runner, StopSignal stop, Interrupts interrupts) {
    PrintWriter print = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    SweepRun run = resume.map(folder -> SweepRun.resumed(folder, runner, new Told(print))).orElseGet(() -> fresh(runner, print));
    cluster.ifPresent(c -> c.check(run.folder()));
    interrupts.begun(stop);
    cluster.ifPresent(c -> c.follow(stop));
    try {
      return ended(run.run(), run.folder(), print);
    } catch (TrainingStoppedException e) {
      err.println(e.getMessage() + "; to go on: " + System.getProperty(Training.COMMAND, "automtl") + " sweep --resume " + run.folder()
          + master.map(url -> " --master " + url).orElse(""));
      err.flush();
      return AutoMtl.INTERRUPTED;
    }
  }

  private void checkArguments() {
    boolean given = !configurations.isEmpty() || !seeds.seeds().isEmpty() || !vary.isEmpty() || random.isPresent() || halving.isPresent() || !assignments.isEmpty()
        || out.isPresent();
    if (resume.isPresent() && given) {
      throw new ParameterException(spec.commandLine(), "--resume: found together with other options, allowed: alone, or with --minutes, --master and --threads; a sweep goes on as it was begun");
    }
    if (threads.isPresent() && (master.isEmpty() || threads.get() < 1)) {
      throw new ParameterException(spec.commandLine(), "--threads: found " + threads.get() + ", allowed: at least 1, together with --master; without it the key `threads` says it");
    }
    if (resume.isEmpty() && configurations.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "CONFIG: missing; a YAML file, or one of the ready configurations " + String.join(", ", RunConfig.names()));
    }
  }

  private SweepRun fresh(PartRunner runner, PrintWriter print) {
    SweepBuilder builder = Sweep.builder();
    for (String configuration : configurations) {
      RunConfig config = RunConfig.resolve(configuration, assignments);
      builder.configuration(config.name(), config);
    }
    builder.seeds(seeds.seeds().stream().mapToLong(Long::longValue).toArray());
    vary.forEach(axis -> builder.vary(SweepAxis.parse(axis)));
    random.ifPresent(builder::random);
    halving.ifPresent(text -> builder.halving(halving(text)));
    Sweep sweep = builder.build();
    Path folder = out.orElseGet(() -> RunFolder.create(SWEEPS, "sweep", Clock.systemDefaultZone()).path());
    return SweepRun.fresh(sweep, folder, runner, new Told(print));
  }

  private Halving halving(String text) {
    if (!text.matches("[0-9]{1,2}(x[0-9]{1,3})?")) {
      throw new ParameterException(spec.commandLine(), "--halving: found '" + text + "', allowed: a number of rungs, such as 3, or rungs and a factor, such as 3x2");
    }
    String[] numbers = text.split("x");
    return new Halving(Integer.parseInt(numbers[0]), numbers.length > 1 ? Integer.parseInt(numbers[1]) : 2);
  }

  private static int ended(SweepResult result, Path folder, PrintWriter print) {
    print.println();
    print.print(SweepTable.of(result, folder).text());
    print.println();
    result.unfinished().forEach(part -> print.println("missing: " + part.folder() + ": " + part.message()));
    print.println(folder);
    print.flush();
    return result.unfinished().isEmpty() ? AutoMtl.DONE : AutoMtl.WRONG_INPUT;
  }

  /** Prints a line for each part. */
  private record Told(PrintWriter print) implements SweepListener {
    @Override
    public void begins(SweepPart part, int number, int count) {
      print.println("run " + number + " of " + count + ": " + part.point() + ", seed " + part.seed()
          + (part.share() < 1 ? String.format(Locale.ROOT, ", %.0f %% of the iterations", 100 * part.share()) : ""));
      print.flush();
    }

    @Override
    public void halved(List<String> kept, int of) {
      print.println("best " + kept.size() + " of " + of + " on the validation split: " + String.join("; ", kept));
      print.flush();
    }
  }
}
