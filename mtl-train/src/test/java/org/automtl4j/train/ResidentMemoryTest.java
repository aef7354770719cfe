package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.automtl4j.core.RandomStream;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.loop.ProcessUsage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each stage alone in a process, which after 2,000 steps is as large as it was after 300. */
@Tag("memory")
class ResidentMemoryTest {
  private static final int STEPS = 2000;
  private static final int WARM = 300;
  private static final double TOLERANCE = 0.02;
  private static final int MINUTES = 10;

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"pre-train", "search", "sample", "post-train", "hard-sharing"})
  void aStageDoesNotGrow(String stage) throws Exception {
    assumeTrue(ProcessUsage.residentBytes().isPresent(), "the system does not tell how large a process is");
    Path output = temp.resolve("output.txt");
    // The heap is taken whole at the beginning, since how much of it garbage has touched says nothing about leaks: they would lie outside, or end in an error.
    // The JVM's second compiler takes some megabytes whenever it works, which is not the training's doing.
    ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xms192m", "-Xmx192m",
        "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Program.class.getName(), stage);
    builder.environment().put("MALLOC_ARENA_MAX", "2"); // as the launcher does
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    long[] bytes = Arrays.stream(lines.get(lines.size() - 1).split(" ")).mapToLong(Long::parseLong).toArray();
    double growth = bytes[1] / (double) bytes[0] - 1;
    System.err.printf(Locale.ROOT, "%s: %.1f MiB resident after %d steps, %.1f after %d: %+.2f %%%n", stage, mebibytes(bytes[0]), WARM, mebibytes(bytes[1]),
        STEPS, 100 * growth);
    assertThat(Math.abs(growth)).isLessThanOrEqualTo(TOLERANCE);
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }

  /** The process: prints its size in bytes after 300 steps and after 2,000. */
  static final class Program {
    private static final int CANDIDATES = 2;

    private Program() {}

    public static void main(String[] arguments) {
      SyntheticScenes data = TinyRun.data();
      SuperModel model = TinyRun.superModel(data, 1);
      Architecture architecture = Architecture.sample(model, RandomStream.of(1, "architecture"));
      Meter meter = new Meter();
      try (Trainer trainer = TinyRun.trainer(model, data).listeners(meter).build()) {
        switch (arguments[0]) {
          case "pre-train" -> trainer.run(TinyRun.pre(STEPS));
          case "search" -> trainer.run(TinyRun.search(STEPS));
          case "sample" -> trainer.run(
              PolicySampling.builder().candidates(CANDIDATES).iterations(STEPS / CANDIDATES).build());
          case "post-train" -> trainer.run(TinyRun.post(architecture, STEPS)).close();
          case "hard-sharing" -> trainer.run(HardSharing.like(TinyRun.post(architecture, STEPS))).close();
          default -> throw new IllegalArgumentException(arguments[0]);
        }
      }
      System.out.println(meter.early + " " + meter.late);
    }
  }

  private static final class Meter implements TrainingListener {
    private int steps;
    private long early;
    private long late;

    @Override
    public void iterationDone(IterationDone event) {
      steps++;
      if (steps == WARM) {
        early = resident();
      } else if (steps == STEPS) {
        late = resident();
      }
    }

    private static long resident() {
      System.gc(); // arrays of batches wait for the collector
      try {
        TimeUnit.SECONDS.sleep(1); // and then for the thread that frees them
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return ProcessUsage.residentBytes().orElseThrow();
    }
  }
}
