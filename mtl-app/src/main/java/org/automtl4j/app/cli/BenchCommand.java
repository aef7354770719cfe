package org.automtl4j.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.automtl4j.app.bench.Bench;
import org.automtl4j.app.bench.BenchPhase;
import org.automtl4j.app.bench.BenchResult;
import org.automtl4j.app.bench.BenchSettings;
import org.automtl4j.app.bench.BenchSharing;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.train.step.TaskStepping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code automtl bench}. */
@Command(name = "bench", description = "Measures time and memory of training steps and of inference on this machine, on random data, with ASPP heads of width 1024.")
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--backbone", paramLabel = "BACKBONE", defaultValue = "mobilenetv2",
      description = "A prototxt file, or the name of a backbone that comes with the library (default: ${DEFAULT-VALUE}).")
  private String backbone;

  @Option(names = "--tasks", paramLabel = "N", defaultValue = "2", description = "How many tasks (default: ${DEFAULT-VALUE}).")
  private int tasks;

  @Option(names = "--batch", paramLabel = "N", defaultValue = "4", description = "Images in a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--crop", paramLabel = "N", defaultValue = "224", description = "Rows and columns of an image (default: ${DEFAULT-VALUE}).")
  private int crop;

  @Option(names = "--threads", paramLabel = "N", description = "Threads of an operation (default: the processors of this machine).")
  private Optional<Integer> threads;

  @Option(names = "--iters", paramLabel = "K", defaultValue = "3", description = "Iterations of each phase that are timed (default: ${DEFAULT-VALUE}).")
  private int iterations;

  @Option(names = "--warm-up", paramLabel = "K", defaultValue = "1", description = "Iterations before the clock starts (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of weights, data and the hard policy (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--phases", paramLabel = "P,...", split = ",",
      description = "What is measured: pre_train, policy_step, weight_step, post_train, infer_1, infer_n (default: all).")
  private List<String> phases;

  @Option(names = "--share-all", description = "The hard policy of post_train, infer_1 and infer_n shares every layer that has a policy (default: it is drawn).")
  private boolean shareAll;

  @Option(names = "--batch-norm", paramLabel = "POLICY", defaultValue = "TASK_SPECIFIC",
      description = "TASK_SPECIFIC: each task has its own BatchNorms, or SEARCH: they have policies as other layers do (default: ${DEFAULT-VALUE}).")
  private BatchNormPolicy batchNorm;

  @Option(names = "--stepping", paramLabel = "STEPPING", defaultValue = "ALTERNATING",
      description = "ALTERNATING: tasks take steps in turn, or JOINT: all take one together (default: ${DEFAULT-VALUE}).")
  private TaskStepping stepping;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    List<BenchPhase> chosen = phases == null ? Arrays.asList(BenchPhase.values()) : phases.stream().map(BenchPhase::of).toList();
    int used = threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    BenchResult result = Bench.run(new BenchSettings(backbone, tasks, batch, crop, used, iterations, warmUp, seed,
        new BenchSharing(shareAll, batchNorm, stepping), chosen));
    spec.commandLine().getOut().print(json ? result.toJson() : result.table());
    return AutoMtl.DONE;
  }
}
