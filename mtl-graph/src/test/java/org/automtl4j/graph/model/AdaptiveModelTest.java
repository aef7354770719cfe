package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.adamtl.AdaptiveView;
import org.automtl4j.graph.adamtl.ControllerPolicy;
import org.automtl4j.graph.adamtl.Controllers;
import org.automtl4j.graph.adamtl.PackedSwin;
import org.automtl4j.graph.adamtl.SkippedToken;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.swin.SwinDetails;
import org.automtl4j.graph.swin.SwinSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A finished adaptive network and its file. */
class AdaptiveModelTest {
  private static final int SIDE = 16;
  private final AdaptiveSwin network = AdaptiveSwin.builder(new SwinSpec(new SwinSpec.Image(3, SIDE, SIDE, 2), 4, List.of(new SwinSpec.Stage(2, 1), new SwinSpec.Stage(1, 2)), 4,
      SwinDetails.usual().withMlpRatio(2))).decoder(4).controllers(new Controllers(ControllerPolicy.PER_TASK, true, true, 3, 3, 5, SkippedToken.IDENTITY))
      .task(Task.segmentation("floor", 3)).task(Task.depth("depth")).build();
  private final Parameters parameters = Parameters.fresh(network, 1);

  private MultiTaskModel model(AdaptiveView view) {
    return MultiTaskModel.builder(network, parameters, view).inputSize(SIDE, SIDE).build();
  }

  @Test
  void aFileAnswersAsTheModelWholeAndPacked(@TempDir Path folder) {
    Path file = folder.resolve("model.zip");
    INDArray images = Nd4j.rand(DataType.FLOAT, 2, 3, SIDE, SIDE);
    Map<String, INDArray> expected;
    try (MultiTaskModel model = model(new AdaptiveView.Adaptive())) {
      expected = model.outputs(images);
      model.save(file);
    }
    try (MultiTaskModel loaded = MultiTaskModel.load(file); PackedSwin packed = loaded.packed()) {
      assertThat(loaded.method()).isEqualTo("adamtl");
      Map<String, INDArray> whole = loaded.outputs(images);
      PackedSwin.Answer answer = packed.run(images, PackedSwin.LEARNT);
      expected.forEach((task, outputs) -> {
        assertThat(whole.get(task)).isEqualTo(outputs);
        assertThat(answer.predictions().get(task).distance2(outputs)).as(task).isLessThan(1e-4);
      });
      assertThat(answer.costs()).hasSize(2);
    }
  }

  @Test
  void whatHasNoPlaceForItIsRefused(@TempDir Path folder) {
    try (MultiTaskModel model = model(new AdaptiveView.Adaptive())) {
      assertThatThrownBy(() -> model.export(ModelFormat.DL4J, folder.resolve("model.dl4j"))).isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("Deeplearning4j has no place for the graph of a model of method 'adamtl'");
    }
    try (MultiTaskModel model = model(new AdaptiveView.Static())) {
      assertThatThrownBy(model::packed).isInstanceOf(InvalidInputException.class).hasMessageContaining("allowed: one of method 'adamtl' with controllers");
    }
  }
}
