package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.core.RandomStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes, at random moments and while they write checkpoints, interrupts them, and fills their disk: the run always ends with the same files. */
@Tag("kill")
class KillTest {
  private static final int KILLS = 24;
  private static final List<String> LONGER = List.of("--set", "preTraining.iterations=60", "--set", "policySearch.iterations=90", "--set",
      "sampling.iterations=20", "--set", "postTraining.iterations=60", "--set", "checkpoints.every=1");

  @TempDir Path temp;
  private Path config;
  private Path reference;

  @BeforeEach
  void trainWithoutInterruption() throws Exception {
    config = ResumeCommandTest.config(temp);
    reference = temp.resolve("reference");
    Process process = start("reference", fresh(reference));
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(log("reference")).isZero();
  }

  private List<String> fresh(Path run) {
    List<String> arguments = new ArrayList<>(List.of("run", config.toString(), "--out", run.toString()));
    arguments.addAll(LONGER);
    return arguments;
  }

  private Process start(String name, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), AutoMtl.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(temp.resolve(name + ".txt").toFile()).start();
  }

  private String log(String name) throws IOException {
    return Files.readString(temp.resolve(name + ".txt"));
  }

  @Test
  void aRunThatIsKilledManyTimesEndsWithTheFilesOfOneThatIsNot() throws Exception {
    Path run = temp.resolve("killed");
    RandomStream random = RandomStream.of(Long.getLong("automtl.seed", 1), "kills");
    int killed = 0;
    int whileWriting = 0;
    boolean running = true;
    while (running) {
      List<String> arguments = RunFolder.hasBegun(run) ? List.of("run", "--resume", run.toString()) : fresh(run);
      if (!RunFolder.hasBegun(run) && Files.exists(run)) {
        arguments = new ArrayList<>(arguments);
        arguments.add("--overwrite");
      }
      Process process = start("killed", arguments);
      boolean hunts = killed % 2 == 1;
      boolean hit = killed < KILLS && (hunts ? waitForDraft(process, run, random.nextInt(12)) : waitForProgress(process, run, random.nextInt(1500)));
      if (killed >= KILLS) {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      } else {
        process.destroyForcibly().waitFor();
      }
      int code = process.exitValue();
      assertThat(code).as(log("killed")).isIn(0, 137);
      running = code != 0;
      killed++;
      whileWriting += hunts && hit && code == 137 ? 1 : 0;
    }
    assertThat(killed).isGreaterThan(8);
    assertThat(whileWriting).isGreaterThan(3);
    ResumeCommandTest.assertSameFiles(run, reference);
    System.err.println("killed " + (killed - 1) + " times, " + whileWriting + " of them while a file was being written");
  }

  /** Waits until the run has written events after its start, and some milliseconds more. */
  private static boolean waitForProgress(Process process, Path run, int milliseconds) throws Exception {
    Path metrics = run.resolve(RunFolder.METRICS);
    long before = Files.exists(metrics) ? Files.getLastModifiedTime(metrics).toMillis() : 0;
    while (process.isAlive() && (!Files.exists(metrics) || Files.getLastModifiedTime(metrics).toMillis() == before)) {
      Thread.sleep(5);
    }
    return !process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
  }

  /** Waits until some drafts of checkpoints were seen; returns while one is there. */
  private static boolean waitForDraft(Process process, Path run, int passed) throws Exception {
    int seen = 0;
    while (process.isAlive()) {
      if (hasDraft(run.resolve(RunFolder.CHECKPOINTS))) {
        if (seen++ >= passed) {
          return true;
        }
        Thread.sleep(20);
      }
    }
    return false;
  }

  private static boolean hasDraft(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.anyMatch(p -> p.toString().endsWith(".part"));
    } catch (IOException | UncheckedIOException e) {
      return false; // a draft got its name while the folder was being looked through
    }
  }

  @Test
  void ctrlCWritesACheckpointAndEndsWithCode130() throws Exception {
    Path run = temp.resolve("interrupted");
    Process process = start("interrupted", fresh(run));
    int interrupted = 0;
    while (interrupted < 5 && waitForProgress(process, run, 200)) {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      if (!Files.exists(run.resolve(RunFolder.RESULT))) { // else it had finished when the signal came
        interrupted++;
        assertThat(process.exitValue()).as(log("interrupted")).isEqualTo(130);
        assertThat(log("interrupted")).contains("interrupted: stopped in stage").contains("to go on: automtl run --resume " + run).doesNotContain("\tat ");
      }
      process = start("interrupted", List.of("run", "--resume", run.toString()));
    }
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(log("interrupted")).isZero();
    assertThat(interrupted).isPositive();
    ResumeCommandTest.assertSameFiles(run, reference);
  }

  private Path disk;

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      new ProcessBuilder("umount", disk.toString()).start().waitFor();
    }
  }

  @Test
  void onAFullDiskARunStopsWithCodeTwoAndGoesOnWhenThereIsRoom() throws Exception {
    Path small = Files.createDirectory(temp.resolve("small"));
    boolean mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString()).start().waitFor() == 0;
    assumeTrue(mounted, "a small disk can be mounted by root only");
    disk = small;
    Path run = small.resolve("run");
    List<String> arguments = fresh(run);
    int full = 0;
    for (int kilobytes = 64; ; kilobytes += kilobytes / 3) {
      assertThat(new ProcessBuilder("mount", "-o", "remount,size=" + kilobytes + "k", small.toString()).start().waitFor()).isZero();
      Process process = start("full", arguments);
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      if (process.exitValue() == 0) {
        break;
      }
      assertThat(process.exitValue()).as(log("full")).isEqualTo(2);
      assertThat(log("full")).contains("No space left on device").doesNotContain("\tat org.automtl4j");
      full++;
      arguments = RunFolder.hasBegun(run) ? List.of("run", "--resume", run.toString()) : fresh(run);
      if (!RunFolder.hasBegun(run) && Files.exists(run)) {
        arguments = new ArrayList<>(arguments);
        arguments.add("--overwrite");
      }
    }
    assertThat(full).isGreaterThan(1);
    ResumeCommandTest.assertSameFiles(run, reference);
    System.err.println("the disk was full " + full + " times");
  }
}
