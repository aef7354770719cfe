package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.automtl4j.golden.GoldenFolder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Files that earlier releases wrote stay readable: {@code model-N.zip} has format version N, {@code model-N.json} the outputs that it gave then. */
class ModelFixtureTest {
  private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures");

  /** A fixed image, [1, 3, 30, 34], that needs no random numbers. */
  static INDArray image() {
    float[] values = new float[3 * 30 * 34];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * 0.37);
    }
    return Nd4j.create(values, new long[] {1, 3, 30, 34}, 'c');
  }

  @Test
  void aFileOfFormatVersion1GivesWhatItGaveWhenItWasWritten() throws Exception {
    JsonNode expected = GoldenFolder.json(FIXTURES.resolve("model-1.json"));
    ComputationGraph graph = ModelSerializer.restoreComputationGraph(FIXTURES.resolve("model-1.zip").toFile());
    try (MultiTaskModel model = MultiTaskModel.load(FIXTURES.resolve("model-1.zip"))) {
      assertThat(model.preprocessing()).contains(Models.PREPROCESSING);
      assertThat(model.info().metrics().get("depth")).containsEntry("abs", 0.25);
      assertThat(model.outputs(image()).keySet()).containsExactlyInAnyOrderElementsOf(expected::fieldNames);
      int index = 0;
      INDArray[] plain = graph.output(image());
      for (INDArray output : model.outputs(image()).values()) {
        String task = model.tasks().get(index).name();
        check(task, output, expected.get(task));
        check(task, plain[index++], expected.get(task));
      }
    }
  }

  private static void check(String task, INDArray found, JsonNode expected) {
    float[] values = found.dup('c').data().asFloat();
    assertThat(values).as(task).hasSize(expected.size());
    float scale = Math.max(1, found.amaxNumber().floatValue());
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).as(task).isCloseTo(expected.get(i).floatValue(), within(1e-4f * scale));
    }
  }
}
