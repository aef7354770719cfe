package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is stopped and resumed leaves the files of one that was not. */
class ResumeCommandTest {
  private static final List<String> SAME_BYTES = List.of("model.zip", "architecture.json", "supermodel.npz");

  @TempDir static Path temp;
  private static Path config;
  private static Path reference;

  @BeforeAll
  static void run() throws IOException {
    config = config(temp);
    reference = temp.resolve("reference");
    assertThat(CommandLineTest.run("run", config.toString(), "--out", reference.toString()).code()).isZero();
  }

  static Path config(Path folder) throws IOException {
    Path backbone = Files.writeString(folder.resolve("tiny.prototxt"), """
        name: "tiny"
        input: "data"
        input_dim: [1, 3, 8, 8]
        layer { name: "c1" type: "Convolution" bottom: "data" top: "c1" convolution_param { num_output: 4 kernel_size: 3 pad: 1 stride: 2 } }
        layer { name: "b1" type: "BatchNorm" bottom: "c1" top: "b1" }
        layer { name: "r1" type: "ReLU" bottom: "b1" top: "r1" }
        layer { name: "c2" type: "Convolution" bottom: "r1" top: "c2" convolution_param { num_output: 4 kernel_size: 3 pad: 1 } }
        """);
    return Files.writeString(folder.resolve("tiny.yaml"), """
        backbone: %s
        batch: 2
        threads: 1
        data: {layout: synthetic, size: [8, 8], train: 8, val: 2, test: 3, threads: 0}
        tasks:
          - {name: depth_zbuffer, kind: DEPTH, head: conv1x1}
          - {name: normal, kind: NORMALS, head: conv1x1}
        preTraining: {iterations: 2}
        policySearch: {iterations: 4, policySteps: 1, weightSteps: 1}
        sampling: {candidates: 2, iterations: 1}
        postTraining: {iterations: 3}
        validation: {every: 2}
        baselines: [HARD, SINGLE, RANDOM]
        """.replace("%s", "'" + backbone + "'"));
  }

  /** A result without the times, which no two runs have in common. */
  static String result(Path run) throws IOException {
    ObjectNode tree = (ObjectNode) new ObjectMapper().readTree(run.resolve("result.json").toFile());
    tree.remove("seconds");
    tree.remove("wait_seconds");
    return tree.toString().replaceAll("\"latency_ms\":(\\{[^}]*}|[0-9.E-]+),?", "");
  }

  static List<String> metrics(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.jsonl")).stream().map(line -> line.replaceAll("\"(seconds|waitSeconds)\":[0-9.E-]+", "")).toList();
  }

  static void assertSameFiles(Path run, Path reference) throws IOException {
    for (String file : SAME_BYTES) {
      assertThat(run.resolve(file)).as(file).hasSameBinaryContentAs(reference.resolve(file));
    }
    assertThat(result(run)).isEqualTo(result(reference));
    assertThat(metrics(run)).isEqualTo(metrics(reference));
  }

  private static Outcome resume(Path run, String... more) {
    List<String> command = new ArrayList<>(List.of("run", "--resume", run.toString()));
    command.addAll(Arrays.asList(more));
    return CommandLineTest.run(command.toArray(String[]::new));
  }

  @Test
  void aRunOfManyPartsLeavesTheFilesOfARunOfOne() throws IOException {
    Path run = temp.resolve("parts");
    Outcome part = CommandLineTest.run("run", config.toString(), "--out", run.toString(), "--set", "budget.iterations=4");
    int parts = 1;
    while (part.code() == 130) {
      assertThat(part.err()).contains("the budget of 4 iterations is used up").contains("to go on: automtl run --resume " + run).doesNotContain("\tat ");
      part = resume(run);
      parts++;
    }
    assertThat(part.code()).isZero();
    assertThat(parts).isGreaterThan(3);
    assertSameFiles(run, reference);
  }

  @Test
  void aFinishedRunPrintsItsTableAgain() throws IOException {
    Path run = temp.resolve("finished");
    assertThat(CommandLineTest.run("run", config.toString(), "--out", run.toString()).code()).isZero();
    Outcome again = resume(run);
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("Delta").doesNotContain("This will take");
    assertSameFiles(run, reference);
  }

  @Test
  void anotherConfigurationIsRefusedWithTheDifferenceButMoreBaselinesAndBudgetAreNot() throws IOException {
    Path run = temp.resolve("changed");
    assertThat(CommandLineTest.run("run", config.toString(), "--out", run.toString(), "--set", "budget.iterations=1", "--baselines", "none").code())
        .isEqualTo(130);
    Outcome refused = resume(run, "--set", "policySearch.lambda=0.5", "--seed", "9");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("the run began with another configuration: policySearch.lambda: 5.0E-4 before, 0.5 now; seed: 1 before, 9 now")
        .doesNotContain("\tat ");
    Files.writeString(run.resolve("config.yaml"), Files.readString(run.resolve("config.yaml")).replace("batch: 2", "batch: 4"));
    assertThat(resume(run).err()).contains("batch: 2 before, 4 now");
    Files.writeString(run.resolve("config.yaml"), Files.readString(run.resolve("config.yaml")).replace("batch: 4", "batch: 2"));
    assertThat(resume(run, "--set", "baselines=[HARD, SINGLE, RANDOM]", "--set", "budget.iterations=1000").code()).isZero();
    assertSameFiles(run, reference);
  }

  @Test
  void aDamagedCheckpointGivesWayToTheOneBefore() throws IOException {
    Path run = temp.resolve("damaged");
    assertThat(CommandLineTest.run("run", config.toString(), "--out", run.toString(), "--set", "checkpoints.every=1", "--set", "budget.iterations=5",
        "--set", "baselines=[]").code()).isEqualTo(130);
    List<Path> states;
    try (Stream<Path> files = Files.list(run.resolve("checkpoints").resolve("search"))) {
      states = files.filter(p -> p.toString().contains("policy-train-0")).sorted().toList();
    }
    assertThat(states).hasSize(2);
    byte[] newest = Files.readAllBytes(states.get(1));
    newest[newest.length / 2] ^= 1;
    Files.write(states.get(1), newest);
    Outcome resumed = resume(run, "--set", "budget.iterations=1000", "--set", "baselines=[HARD, SINGLE, RANDOM]");
    assertThat(resumed.code()).isZero();
    assertThat(Files.readString(run.resolve("log.txt"))).contains("its checksum is wrong; going on from the one before");
    assertSameFiles(run, reference);
  }

  @Test
  void aFolderBelongsToOneProcessAtATime() throws IOException {
    Path lock = reference.resolve("checkpoints").resolve("lock");
    try (FileChannel other = FileChannel.open(lock, StandardOpenOption.WRITE); FileLock held = other.lock()) {
      assertThat(held.isValid()).isTrue();
      Outcome refused = resume(reference);
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("found a run that is going on in it");
    }
  }

  @Test
  void severalSeedsGoOnTogether() throws IOException {
    Path parent = temp.resolve("seeds");
    String[] command = {"run", config.toString(), "--seeds", "1,2", "--set", "stages=[PRE]", "--set", "baselines=[]"};
    List<String> first = new ArrayList<>(List.of(command));
    first.addAll(List.of("--out", parent.toString(), "--set", "budget.iterations=1"));
    Outcome stopped = CommandLineTest.run(first.toArray(String[]::new));
    assertThat(stopped.code()).isEqualTo(130);
    assertThat(stopped.err()).contains("to go on: the same command with --resume " + parent);
    assertThat(parent.resolve("seed-2")).doesNotExist();
    List<String> second = new ArrayList<>(List.of(command));
    second.addAll(List.of("--resume", parent.toString()));
    assertThat(CommandLineTest.run(second.toArray(String[]::new)).code()).isZero();
    assertThat(parent.resolve("seed-1").resolve("result.json")).exists();
    assertThat(parent.resolve("seed-2").resolve("result.json")).exists();
  }

  @Test
  void whatCannotBeResumedIsOneClearLine() {
    Outcome nothing = resume(temp.resolve("nosuch"));
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).startsWith("automtl run: ").contains("found no config.yaml");
    Outcome both = resume(reference, "--out", "elsewhere");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("--resume: found together with --out");
  }
}
