package org.automtl4j.app.pinned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.app.cli.AutoMtl;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.network.Parameters.Parameter;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PostTrainingStart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The folders of two runs of release 0.1, one finished and one interrupted in the middle of its search: {@code config.yaml}, checkpoints,
 * {@code supermodel.npz}, {@code architecture.json} and {@code model.zip} are read, and trained on, to the numbers that release 0.1 came to. On a machine of
 * the kind that wrote them to the bit, on others within rounding.
 */
class PinnedRunFolderTest {
  private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures", "run-0.1");
  private static final double ROUNDING = 1e-3;

  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.walk(FIXTURES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(FIXTURES.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        if (copy.toString().endsWith(".yaml") || copy.endsWith("run.json")) {
          Files.writeString(copy, Files.readString(file).replace("@FOLDER@", folder.toString()));
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static void automtl(String... arguments) {
    StringWriter err = new StringWriter();
    assertThat(AutoMtl.execute(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments)).as(err.toString()).isZero();
  }

  private Path run(String name, String... settings) {
    Path run = folder.resolve(name);
    List<String> command = new ArrayList<>(List.of("run", folder.resolve("finished").resolve("config.yaml").toString(), "--out", run.toString()));
    Arrays.stream(settings).forEach(setting -> command.addAll(List.of("--set", setting)));
    automtl(command.toArray(String[]::new));
    return run;
  }

  private static boolean exact() throws IOException {
    return Machine.processor().equals(Optional.of(Files.readString(FIXTURES.resolve("machine.txt")).strip()));
  }

  private static void assertSame(String what, INDArray found, INDArray expected) throws IOException {
    assertThat(found.equalShapes(expected)).as("shape of %s", what).isTrue();
    assertThat(found.sub(expected).amaxNumber().doubleValue()).as(what).isLessThanOrEqualTo(exact() ? 0 : ROUNDING);
  }

  private void assertSameModel(Path found, Path expected) throws IOException {
    try (MultiTaskModel now = MultiTaskModel.load(found); MultiTaskModel then = MultiTaskModel.load(expected)) {
      assertThat(now.architecture()).isEqualTo(then.architecture());
      for (Parameter p : then.superModel().parameters().all()) {
        assertSame(p.name(), now.superModel().parameters().get(p.name()), p.array());
      }
    }
  }

  private void assertSameSuperModel(Path found, Path expected) throws IOException {
    NpzFile now = NpzFile.read(found);
    NpzFile then = NpzFile.read(expected);
    assertThat(now.names()).isEqualTo(then.names());
    for (String name : then.names()) {
      assertSame(name, now.array(name, DataType.DOUBLE), then.array(name, DataType.DOUBLE));
    }
  }

  private void assertSameFigures(Path run) throws IOException {
    RunResult now = RunResult.fromJson(Files.readString(run.resolve("result.json")), "result.json");
    RunResult then = RunResult.fromJson(Files.readString(FIXTURES.resolve("finished").resolve("result.json")), "result.json");
    assertThat(now.delta().keySet()).isEqualTo(then.delta().keySet());
    double rounding = exact() ? 1e-12 : ROUNDING;
    then.delta().forEach((model, delta) -> assertThat(now.delta().get(model)).as(model).isCloseTo(delta, within(rounding)));
  }

  @Test
  void anInterruptedRunIsGoneOnFromToTheSameModels() throws IOException {
    Path run = folder.resolve("begun");
    automtl("run", "--resume", run.toString(), "--set", "budget.iterations=1000");
    assertSameModel(run.resolve("model.zip"), folder.resolve("finished").resolve("model.zip"));
    assertSameSuperModel(run.resolve("supermodel.npz"), folder.resolve("finished").resolve("supermodel.npz"));
    assertThat(Architecture.read(run.resolve("architecture.json"))).isEqualTo(Architecture.read(FIXTURES.resolve("finished").resolve("architecture.json")));
    assertSameFigures(run);
  }

  @Test
  void aFinishedRunIsResumedWithoutTraining() throws IOException {
    Path metrics = folder.resolve("finished").resolve("metrics.jsonl");
    List<String> lines = Files.readAllLines(metrics);
    automtl("run", "--resume", folder.resolve("finished").toString());
    // What is told again from the run's events is in the words of now, and a line says so.
    assertThat(Files.readAllLines(metrics)).containsOnlyOnce("{\"event\":\"started\",\"formatVersion\":2}")
        .filteredOn(line -> !line.equals("{\"event\":\"started\",\"formatVersion\":2}")).isEqualTo(lines);
    assertSameFigures(folder.resolve("finished"));
  }

  @Test
  void theConfigurationOfARunGivesThatRunAgain() throws IOException {
    Path run = run("again");
    assertSameModel(run.resolve("model.zip"), folder.resolve("finished").resolve("model.zip"));
    assertSameSuperModel(run.resolve("supermodel.npz"), folder.resolve("finished").resolve("supermodel.npz"));
    assertSameFigures(run);
  }

  @Test
  void aSearchGoesOnFromTheSuperModelOfAnEarlierOne() throws IOException {
    Path run = run("searched again", "stages=[SEARCH]", "baselines=[]", "initialModel=" + folder.resolve("finished").resolve("supermodel.npz"));
    assertSameSuperModel(run.resolve("supermodel.npz"), folder.resolve("searched").resolve("supermodel.npz"));
  }

  @Test
  void anArchitectureIsTrainedFromTheWeightsOfTheSearchThatFoundIt() throws IOException {
    Path finished = folder.resolve("finished");
    Path run = run("posted again", "stages=[POST]", "baselines=[]", "initialModel=" + finished.resolve("supermodel.npz"),
        "architecture=" + finished.resolve("architecture.json"), "postTraining.from=SEARCHED");
    assertSameModel(run.resolve("model.zip"), folder.resolve("posted").resolve("model.zip"));
  }

  @Test
  void aModelFileIsTrainedOnFromItsWeights() throws IOException {
    SyntheticScenes data = SyntheticScenes.builder().size(8, 8).counts(8, 2, 3).seed(5).tasks("depth_zbuffer", "normal").build();
    try (MultiTaskModel then = MultiTaskModel.load(folder.resolve("finished").resolve("model.zip"));
        MultiTaskModel model = MultiTaskModel.load(folder.resolve("finished").resolve("model.zip"));
        Trainer trainer = Trainer.builder(model.superModel(), data).batchSize(2).build();
        MultiTaskModel more = trainer.run(PostTraining.builder(model.architecture().orElseThrow()).iterations(0).from(PostTrainingStart.SEARCHED).build())) {
      assertThat(more.superModel().parameters().get("head.normal.conv1.weight")).isEqualTo(then.superModel().parameters().get("head.normal.conv1.weight"));
      trainer.run(PostTraining.builder(model.architecture().orElseThrow()).iterations(2).from(PostTrainingStart.SEARCHED).build()).close();
      for (Parameter p : model.superModel().parameters().all()) {
        INDArray before = then.superModel().parameters().get(p.name());
        if (p.role() == Role.WEIGHT && p.name().startsWith("head.")) {
          assertThat(p.array()).as(p.name()).isNotEqualTo(before);
          assertThat(p.array().sub(before).amaxNumber().doubleValue()).as("a few steps from where it was: %s", p.name()).isLessThan(0.01);
        }
      }
    }
  }
}
