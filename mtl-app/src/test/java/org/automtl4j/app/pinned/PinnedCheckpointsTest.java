package org.automtl4j.app.pinned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.plan.Backend;
import org.automtl4j.plan.ParallelLoop;
import org.automtl4j.train.checkpoint.CheckpointFile;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingState;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.optimizer.FlatValues;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Checkpoints of every stage as release 0.1 wrote them: {@code begun} where the stage was interrupted, {@code ended} where it was over. Gone on from, and begun
 * again, they end where they did then. On a machine of the kind that wrote them that means the same bits. On another one, sums may be taken in another order:
 * in double precision what differs stays below 1e-9, in single precision below 1e-3, while another batch, mask, noise, rate or first number moves parameters by
 * some percent.
 */
class PinnedCheckpointsTest {
  private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures", "checkpoints-0.1");
  private static final double DOUBLE_ROUNDING = 1e-9;
  private static final double FLOAT_ROUNDING = 1e-3;

  private static int threads;

  @TempDir Path temp;

  /** Those of the machine that the files were written on: sums are taken in parts, one for each. */
  @BeforeAll
  static void useThreads() {
    threads = ParallelLoop.threads();
    Backend.useThreads(2);
  }

  @AfterAll
  static void useTheThreadsOfBefore() {
    Backend.useThreads(threads);
  }

  static Stream<Arguments> runs() {
    return PinnedRun.all().stream().flatMap(run -> Stream.of(DataType.FLOAT, DataType.DOUBLE).map(type -> Arguments.of(run, type)));
  }

  private static Path folder(Path root, PinnedRun run, DataType type, String what) {
    return root.resolve(run.name() + "-" + type.name().toLowerCase(Locale.ROOT)).resolve(what);
  }

  /** With {@code -Dautomtl.pin=FOLDER} this version's files are written there, for a new release under a new name. */
  @ParameterizedTest
  @MethodSource("runs")
  void whatThisVersionWritesCanBePinned(PinnedRun run, DataType type) throws IOException {
    Optional<Path> wanted = Optional.ofNullable(System.getProperty("automtl.pin")).map(Path::of);
    Path root = wanted.orElse(temp);
    Path begun = folder(root, run, type, "begun");
    interrupt(run, type, begun);
    Optional<Architecture> found = run.run(folder(root, run, type, "ended"), type, new StopSignal());
    if (found.isPresent()) {
      found.get().save(folder(root, run, type, "ended").resolve("architecture.json"));
    }
    if (run.resumesOtherwise()) {
      Path resumed = folder(root, run, type, "resumed");
      copy(begun, Files.createDirectories(resumed));
      run.run(resumed, type, new StopSignal());
    }
    if (wanted.isPresent()) {
      Files.writeString(root.resolve("machine.txt"), Machine.kind().orElse("unknown") + "\n");
    }
    assertThat(states(begun)).isNotEmpty();
  }

  private static void interrupt(PinnedRun run, DataType type, Path folder) {
    try {
      run.run(folder, type, new StopSignal().afterIterations(run.stop()));
      throw new AssertionError(run + " was not interrupted");
    } catch (TrainingStoppedException expected) {
      assertThat(expected.checkpoint()).isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aTrainingThatRelease01BeganIsGoneOnFromToItsEnd(PinnedRun run, DataType type) throws IOException {
    copy(folder(FIXTURES, run, type, "begun"), temp);
    Optional<Architecture> found = run.run(temp, type, new StopSignal());
    assertSame(folder(FIXTURES, run, type, run.resumesOtherwise() ? "resumed" : "ended"), type, temp, found);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aTrainingFromItsBeginningEndsWhereThatOfRelease01Did(PinnedRun run, DataType type) throws IOException {
    Optional<Architecture> found = run.run(temp, type, new StopSignal());
    assertSame(folder(FIXTURES, run, type, "ended"), type, temp, found);
  }

  @Test
  void aCheckpointOfRelease01IsRefusedWithEachSettingThatDiffers() throws IOException {
    PinnedRun run = PinnedRun.all().get(0);
    copy(folder(FIXTURES, run, DataType.FLOAT, "begun"), temp);
    PinnedRun other = new PinnedRun(run.name(), run.tasks(), run.stop(), builder -> builder.validateEvery(3).weight("normal", 2), run.stage());
    assertThatThrownBy(() -> other.run(temp, DataType.FLOAT, new StopSignal()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("weights: {} before, {normal=2.0} now")
        .hasMessageContaining("validation: Validation[every=2, metric=Optional.empty, patience=0, takeBest=false] before, Validation[every=3, ")
        .hasMessageNotContaining("seed").hasMessageNotContaining("task ").hasMessageNotContaining("updater");
  }

  @Test
  void whatIsWrittenNowSaysItsSettingsInNamesThatAreOnlyTheFormats() {
    PinnedRun run = PinnedRun.all().get(5);
    interrupt(run, DataType.FLOAT, temp);
    Map<String, String> settings = CheckpointFile.read(temp.resolve("000-post-train-00000003.state")).progress().settings().values();
    assertThat(String.join("\n", settings.entrySet().stream().map(Map.Entry::toString).toList())).isEqualTo("""
        backbone=pinned e388b25d6267b66b
        batch=4
        batchNormPolicy=SEARCH
        compat.idleParameters=SKIP
        compat.loaderExhaustion=NEXT_EPOCH
        compat.meanIou=PRESENT_CLASSES
        compat.policyRate=CONSTANT
        compat.references=none
        compat.sharedBottom=FIXED
        compat.taskIterations=[]
        compat.unknownPixels=LEFT_OUT
        compat.unsupportedFields=REFUSE
        data=synthetic-scenes version=1 seed=3 size=16x16 train=12 val=4 test=4 tasks=[depth_zbuffer, normal]
        dataType=FLOAT
        postTraining.architecture=00c2346cfe856509
        postTraining.from=SCRATCH
        postTraining.iterations=5
        postTraining.updater=adam
        postTraining.updater.beta1=0.5
        postTraining.updater.beta2=0.999
        postTraining.updater.epsilon=1.0E-8
        postTraining.updater.learningRate=0.01 times 0.5 every 2.0
        postTraining.weightDecay=1.0E-4
        seed=7
        sharedBottom=0
        task.depth_zbuffer.classNames=[]
        task.depth_zbuffer.head=conv1x1{width=2}
        task.depth_zbuffer.ignore=nothing
        task.depth_zbuffer.kind=DEPTH
        task.depth_zbuffer.loss=absoluteError ignoring nothing
        task.depth_zbuffer.outputs=1
        task.depth_zbuffer.unit=m
        task.normal.classNames=[]
        task.normal.head=conv1x1{width=2}
        task.normal.ignore=nothing
        task.normal.kind=NORMALS
        task.normal.loss=cosine ignoring nothing
        task.normal.outputs=3
        task.normal.unit=
        taskStepping=ALTERNATING
        validation.every=0
        validation.metric=delta
        validation.patience=0
        validation.takeBest=false
        weight.depth_zbuffer=0.5""");
  }

  private static void assertSame(Path ended, DataType type, Path folder, Optional<Architecture> found) throws IOException {
    assertThat(states(folder)).extracting(Path::getFileName).containsExactlyElementsOf(states(ended).stream().map(Path::getFileName).toList());
    if (found.isPresent()) {
      assertThat(found.get()).isEqualTo(Architecture.read(ended.resolve("architecture.json")));
    }
    boolean exact = Machine.kind().equals(Optional.of(Files.readString(FIXTURES.resolve("machine.txt")).strip()));
    for (Path file : states(ended)) {
      assertSame(CheckpointFile.read(folder.resolve(file.getFileName())), CheckpointFile.read(file), exact, type);
    }
  }

  private static void assertSame(TrainingState now, TrainingState then, boolean exact, DataType type) {
    double rounding = type == DataType.DOUBLE ? DOUBLE_ROUNDING : FLOAT_ROUNDING;
    assertThat(now.parameters().keySet()).containsExactlyElementsOf(then.parameters().keySet());
    then.parameters().forEach((name, expected) -> {
      INDArray found = now.parameters().get(name);
      if (exact) {
        assertThat(FlatValues.of(found)).as("%s, %s for %s", name, found, expected).isEqualTo(FlatValues.of(expected));
      } else {
        assertThat(found.distance2(expected)).as(name).isLessThan(rounding);
      }
    });
    assertThat(now.progress().iteration()).isEqualTo(then.progress().iteration());
    assertThat(now.progress().streams()).isEqualTo(then.progress().streams());
    assertThat(now.progress().count("policies")).isEqualTo(then.progress().count("policies"));
    assertThat(now.progress().dropout()).isEqualTo(then.progress().dropout());
    assertThat(now.progress().cursors()).isEqualTo(then.progress().cursors());
    assertThat(now.progress().moved()).isEqualTo(then.progress().moved());
    assertThat(now.progress().evaluation()).hasSameSizeAs(then.progress().evaluation());
    for (int i = 0; i < then.progress().evaluation().size(); i++) {
      var expected = then.progress().evaluation().get(i);
      var found = now.progress().evaluation().get(i);
      assertThat(found.metrics().keySet()).isEqualTo(expected.metrics().keySet());
      expected.metrics().forEach((task, values) -> values.forEach(value -> {
        double figure = found.value(task, value.name());
        if (exact || Double.isNaN(value.value())) {
          assertThat(figure).as(value.name()).isEqualTo(value.value());
        } else {
          assertThat(figure).as(value.name()).isCloseTo(value.value(), within(rounding * Math.max(1, Math.abs(value.value()))));
        }
      }));
    }
  }

  /** A test that compares with nothing would pass too. */
  @Test
  void thereIsAFixtureOfEachRun() throws IOException {
    try (Stream<Path> folders = Files.list(FIXTURES)) {
      List<String> names = folders.filter(Files::isDirectory).map(f -> f.getFileName().toString()).sorted().toList();
      assertThat(names).containsExactlyElementsOf(
          runs().map(a -> a.get()[0] + "-" + a.get()[1].toString().toLowerCase(Locale.ROOT)).sorted().toList());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : states(from)) {
      Files.copy(file, to.resolve(file.getFileName().toString()));
    }
  }

  private static List<Path> states(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".state")).sorted().toList();
    }
  }
}
