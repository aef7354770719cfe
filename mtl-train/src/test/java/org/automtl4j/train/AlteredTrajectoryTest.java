package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.train.golden.PublishedRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** The golden test of the trainer fails on numbers that are not the published ones. */
class AlteredTrajectoryTest {
  @TempDir private Path folder;

  @Test
  void anotherNumberAfterTrainingIsFound() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "golden", "model", "n01_plain"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    PublishedRun run = PublishedRun.read(folder);
    JsonNode trajectory = run.json().get("trajectories").get(0);
    assertThatCode(() -> TrajectoryGoldenTest.check(run, trajectory, DataType.FLOAT)).doesNotThrowAnyException();
    alter(folder.resolve(trajectory.get("final").asText()));
    assertThatThrownBy(() -> TrajectoryGoldenTest.check(run, trajectory, DataType.FLOAT)).isInstanceOf(AssertionError.class)
        .hasMessageContaining("all numbers");
  }

  private static void alter(Path file) {
    NpzFile before = NpzFile.read(file);
    Map<String, NumberArray> after = new LinkedHashMap<>();
    for (String name : before.names()) {
      float[] numbers = before.array(name).toFloats();
      if (name.equals("net.0.basicOp.weight")) {
        numbers[0] += 0.01f;
      }
      after.put(name, NumberArray.of(numbers, before.array(name).shape()));
    }
    NpzFile.write(file, after);
  }
}
