package org.automtl4j.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.Cursor;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.train.evaluate.BestSoFar;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.optimizer.FlatValues;
import org.automtl4j.train.optimizer.OptimizerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CheckpointsTest {
  private static final Map<String, String> SETTINGS = Map.of("seed", "1", "PolicySearch.lambda", "5.0E-4");
  private static final TrainingSettings FORMER = new TrainingSettings(1, SETTINGS);

  @TempDir Path folder;

  private static TrainingState state(int iteration, boolean finished, DataType type) {
    return state(iteration, finished, type, 40_000);
  }

  private static TrainingState state(int iteration, boolean finished, DataType type, int numbers) {
    Evaluation evaluation = new Evaluation(Split.VAL,
        Map.of("depth", List.of(new MetricValue("abs_error", 0.1, false), new MetricValue("odd", Double.NaN, true))), Map.of());
    Progress progress = new Progress(3, "search", "policy-train", TrainingSettings.of(SETTINGS), iteration, finished, 1.5, 0.25,
        Map.of("policies", 7), Map.of("noise", Long.MIN_VALUE + 3), Map.of("weights/depth", 12L), Map.of("train/depth", new Cursor(4, 2)), List.of(),
        new BestSoFar(List.of(evaluation), 2, 0.75, 1), List.of(evaluation), Map.of());
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    parameters.put("z", Nd4j.linspace(1, numbers, numbers, type).reshape(numbers / 2, 2));
    parameters.put("a", Nd4j.createFromArray(0.1, Double.NaN, -0.0).castTo(type));
    parameters.put("turned", Nd4j.linspace(1, 6, 6, type).reshape(2, 3).permute(1, 0));
    FlatValues values = FlatValues.of(type == DataType.DOUBLE ? Nd4j.createFromArray(1e-300, 2) : Nd4j.createFromArray(1e-40f, 2));
    OptimizerState adam = new OptimizerState("adam", Map.of("a", new OptimizerState.Slot(9, List.of(values, values))));
    return new TrainingState(progress, parameters, Map.of("weights", adam));
  }

  private static TrainingState inFormat1(TrainingState state) {
    return new TrainingState(state.progress().withSettings(FORMER), state.parameters(), state.optimizers());
  }

  /** As release 0.1 wrote it; later releases read it. */
  @Test
  void aCheckpointOfRelease01IsRead() throws IOException {
    Path fixture = Path.of("src", "test", "resources", "fixtures", "checkpoint-0.1.state");
    TrainingState expected = state(40, false, DataType.FLOAT, 6);
    assertSame(CheckpointFile.read(fixture), inFormat1(expected), DataType.FLOAT);
  }

  private static Progress wanted() {
    return state(0, false, DataType.FLOAT).progress();
  }

  private static Function<TrainingSettings, SettingsByFormat> words() {
    return found -> new SettingsByFormat(TrainingSettings.of(SETTINGS), FORMER);
  }

  private Checkpoints checkpoints(int keep) {
    return Checkpoints.resume(folder, new CheckpointSettings(10, keep));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT", "DOUBLE"})
  void whatIsWrittenIsReadToTheLastBit(DataType type) {
    TrainingState written = state(40, false, type);
    assertSame(CheckpointFile.read(checkpoints(2).write(written)), written, type);
  }

  @Test
  void batchesWithoutAKnownLabelAreCountedOn() {
    TrainingState state = state(40, false, DataType.FLOAT);
    Progress p = state.progress();
    Progress counted = new Progress(p.unit(), p.model(), p.stage(), p.settings(), p.iteration(), p.finished(), p.seconds(), p.waitSeconds(), p.counts(),
        p.streams(), p.dropout(), p.cursors(), p.moved(), p.validation(), p.evaluation(), Map.of("depth", 3));
    TrainingState read = CheckpointFile.read(checkpoints(2).write(new TrainingState(counted, state.parameters(), state.optimizers())));
    assertThat(read.progress().unlabelled()).isEqualTo(Map.of("depth", 3));
  }

  private static void assertSame(TrainingState read, TrainingState written, DataType type) {
    assertThat(read.progress()).isEqualTo(written.progress());
    assertThat(read.optimizers()).isEqualTo(written.optimizers());
    assertThat(List.copyOf(read.parameters().keySet())).containsExactly("z", "a", "turned");
    written.parameters().forEach((name, array) -> {
      INDArray other = read.parameters().get(name);
      assertThat(other.dataType()).isEqualTo(type);
      assertThat(other.shape()).isEqualTo(array.shape());
      assertThat(other.dup('c').data().asBytes()).as(name).isEqualTo(array.dup('c').data().asBytes());
    });
  }

  @Test
  void theNewestStayAndTheEndTakesThePlaceOfAll() throws IOException {
    Checkpoints checkpoints = checkpoints(2);
    checkpoints.writeBest(state(10, false, DataType.FLOAT));
    for (int iteration : new int[] {10, 20, 30}) {
      checkpoints.write(state(iteration, false, DataType.FLOAT));
    }
    assertThat(files()).containsExactly("003-policy-train-00000020.state", "003-policy-train-00000030.state", "003-policy-train-best.state");
    assertThat(checkpoints.find(wanted(), words()).orElseThrow().progress().iteration()).isEqualTo(30);
    checkpoints.write(state(40, true, DataType.FLOAT));
    assertThat(files()).containsExactly("003-policy-train-best.state", "003-policy-train-end.state");
    assertThat(checkpoints.find(wanted(), words()).orElseThrow().progress().finished()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "empty", "flipped", "longer", "foreign"})
  void aDamagedFileGivesWayToTheOneBefore(String how) throws IOException {
    Checkpoints checkpoints = checkpoints(2);
    checkpoints.write(state(10, false, DataType.FLOAT));
    Path newest = checkpoints.write(state(20, false, DataType.FLOAT));
    byte[] bytes = Files.readAllBytes(newest);
    switch (how) {
      case "cut" -> Files.write(newest, java.util.Arrays.copyOf(bytes, bytes.length - 9));
      case "empty" -> Files.write(newest, new byte[0]);
      case "longer" -> Files.write(newest, java.util.Arrays.copyOf(bytes, bytes.length + 1));
      case "foreign" -> Files.writeString(newest, "something else that is long enough to be a checkpoint");
      default -> {
        bytes[bytes.length / 3] ^= 4;
        Files.write(newest, bytes);
      }
    }
    assertThatThrownBy(() -> CheckpointFile.read(newest)).isInstanceOf(DamagedCheckpointException.class).hasMessageContaining(newest.toString());
    assertThat(checkpoints.find(wanted(), words()).orElseThrow().progress().iteration()).isEqualTo(10);
  }

  @Test
  void aNewerFormatIsRefusedPolitely() throws IOException {
    Checkpoints checkpoints = checkpoints(2);
    Path file = checkpoints.write(state(10, false, DataType.FLOAT));
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(8, 3);
    Files.write(file, bytes);
    assertThatThrownBy(() -> checkpoints.find(wanted(), words())).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found format version 3, allowed: up to 2");
  }

  @Test
  void aFileOfTheFirstFormatStaysReadable() throws Exception {
    TrainingState expected = state(40, false, DataType.FLOAT, 6);
    Path fixture = Path.of(CheckpointsTest.class.getResource("format-1.state").toURI());
    TrainingState read = CheckpointFile.read(fixture);
    assertThat(read.progress()).isEqualTo(inFormat1(expected).progress());
    assertThat(read.optimizers()).isEqualTo(expected.optimizers());
    assertThat(read.parameters().get("z")).isEqualTo(expected.parameters().get("z"));
  }

  @Test
  void onAFullDiskTheLastGoodOneStaysAndTheMessageNamesIt() throws IOException {
    List<Path> tried = new ArrayList<>();
    Checkpoints good = checkpoints(3);
    good.write(state(10, false, DataType.FLOAT));
    good.write(state(20, false, DataType.FLOAT));
    Checkpoints broken = new Checkpoints(folder, new CheckpointSettings(10, 3), (file, content) -> {
      tried.add(file);
      throw new IOException("No space left on device");
    });
    assertThatThrownBy(() -> broken.write(state(30, false, DataType.FLOAT))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("003-policy-train-00000030.state: the checkpoint cannot be written: No space left on device")
        .hasMessageContaining("The last good one is " + folder.resolve("003-policy-train-00000020.state"));
    assertThat(tried).hasSize(2);
    assertThat(files()).containsExactly("003-policy-train-00000020.state");
  }

  @Test
  void olderOnesMakeRoomOnAFullDisk() throws IOException {
    Checkpoints good = checkpoints(3);
    good.write(state(10, false, DataType.FLOAT));
    good.write(state(20, false, DataType.FLOAT));
    Checkpoints tight = new Checkpoints(folder, new CheckpointSettings(10, 3), (file, content) -> {
      if (files().size() > 1) {
        throw new IOException("No space left on device");
      }
      WholeFile.writeDurably(file, content);
    });
    tight.write(state(30, false, DataType.FLOAT));
    assertThat(files()).containsExactly("003-policy-train-00000020.state", "003-policy-train-00000030.state");
  }

  @Test
  void aDiskThatBreaksInTheMiddleOfAFileLeavesNothingOfIt() throws IOException {
    Checkpoints good = checkpoints(3);
    good.write(state(10, false, DataType.FLOAT));
    Checkpoints breaking = new Checkpoints(folder, new CheckpointSettings(10, 3), (file, content) -> WholeFile.writeDurably(file, out -> {
      content.writeTo(new java.io.FilterOutputStream(out) {
        private int left = 5000;

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
          left -= count;
          if (left < 0) {
            throw new IOException("No space left on device");
          }
          out.write(bytes, from, count);
        }
      });
    }));
    assertThatThrownBy(() -> breaking.write(state(20, false, DataType.FLOAT))).hasMessageContaining("No space left");
    assertThat(files()).containsExactly("003-policy-train-00000010.state");
  }
}
