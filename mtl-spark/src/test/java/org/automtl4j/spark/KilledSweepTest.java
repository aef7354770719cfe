package org.automtl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.automtl4j.app.cli.AutoMtl;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.sweep.LocalPartRunner;
import org.automtl4j.app.sweep.Sweep;
import org.automtl4j.app.sweep.SweepListener;
import org.automtl4j.app.sweep.SweepRun;
import org.automtl4j.train.checkpoint.StopSignal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills executors and the driver as a failing machine would: the sweep ends with the bytes of one that nothing happened to. */
@Tag("spark")
class KilledSweepTest {
  private static final String MASTER = "local-cluster[2,1,1024]";
  private static final int KILLS = 3;
  private static final int LINES = 60;
  private static final List<String> PARTS = List.of("tiny-seed-1", "tiny-seed-2");

  @TempDir Path temp;

  @Test
  void killedExecutorsAndAKilledDriverChangeNoByte() throws Exception {
    Path config = TinyRun.configuration(temp);
    Path alone = temp.resolve("alone");
    Sweep sweep = Sweep.builder(RunConfig.resolve(config.toString(), TinyRun.LONGER)).seeds(1, 2).build();
    SweepRun.fresh(sweep, alone, new LocalPartRunner(new StopSignal(), log -> () -> {}, List.of()), new SweepListener() {}).run();

    Path folder = temp.resolve("killed");
    List<String> arguments = new ArrayList<>(List.of("sweep", config.toString(), "--seeds", "1,2", "--master", MASTER, "--out", folder.toString()));
    TinyRun.LONGER.forEach(assignment -> arguments.addAll(List.of("--set", assignment)));
    Process driver = start(arguments);
    long lines = 0;
    for (int i = 0; i < KILLS; i++) {
      lines = awaitLines(driver, folder, lines + LINES);
      executors(driver).findFirst().orElseThrow().destroyForcibly();
    }
    awaitLines(driver, folder, lines + LINES);
    driver.destroyForcibly().waitFor();
    assertThat(PARTS).as("parts that had not finished when the driver was killed").anyMatch(part -> !Files.exists(folder.resolve(part).resolve("result.json")));

    Process again = start(List.of("sweep", "--resume", folder.toString(), "--master", MASTER));
    assertThat(again.waitFor(15, TimeUnit.MINUTES)).isTrue();
    assertThat(again.exitValue()).as(log()).isZero();
    for (String part : PARTS) {
      for (String file : List.of("model.zip", "architecture.json", "supermodel.npz", "validation.json")) {
        assertThat(folder.resolve(part).resolve(file)).as(part + "/" + file).hasSameBinaryContentAs(alone.resolve(part).resolve(file));
      }
      assertThat(events(folder.resolve(part))).isEqualTo(events(alone.resolve(part)));
    }
  }

  /** Every event once, but for the times. */
  private static List<String> events(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.jsonl")).stream().map(line -> line.replaceAll("\"(seconds|waitSeconds)\":[0-9.E-]+", "")).toList();
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-cp",
        System.getProperty("java.class.path"), AutoMtl.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(temp.resolve("log.txt").toFile())).start();
  }

  private String log() throws IOException {
    return Files.readString(temp.resolve("log.txt"));
  }

  /** The driver's executors, the oldest first. */
  private static Stream<ProcessHandle> executors(Process driver) {
    return driver.children().filter(process -> process.info().command().orElse("").endsWith("java"))
        .sorted(Comparator.comparing(process -> process.info().startInstant().orElseThrow()));
  }

  /** Waits until the parts have written so many events together, and returns how many they have. */
  private long awaitLines(Process driver, Path folder, long count) throws Exception {
    while (lines(folder) < count) {
      assertThat(driver.isAlive()).as(log()).isTrue();
      Thread.sleep(20);
    }
    return lines(folder);
  }

  private static long lines(Path folder) {
    return PARTS.stream().map(part -> folder.resolve(part).resolve("metrics.jsonl")).filter(Files::exists).mapToLong(KilledSweepTest::count).sum();
  }

  private static long count(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
