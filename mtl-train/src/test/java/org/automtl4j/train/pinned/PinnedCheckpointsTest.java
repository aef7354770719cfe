package org.automtl4j.train.pinned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.graph.supermodel.Architecture;
import org.automtl4j.train.checkpoint.CheckpointFile;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingState;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.optimizer.FlatValues;
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

  @TempDir Path temp;

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
    assertThat(now.progress().noise()).isEqualTo(then.progress().noise());
    assertThat(now.progress().policyIterations()).isEqualTo(then.progress().policyIterations());
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
