package org.automtl4j.train.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NetworkPredictorTest {
  private final SuperModel model = SuperModel.builder(Backbone.builder("b").input(3).convolution(6, 3, c -> c.stride(2).pad(1)).batchNorm().relu().build())
      .task(Task.depth("depth"), TaskHead.conv1x1()).task(Task.segmentation("seg", 4), TaskHead.aspp(5)).seed(2).build();

  private static Map<String, INDArray> copy(Map<String, INDArray> outputs) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    outputs.forEach((task, output) -> copies.put(task, output.dup()));
    return copies;
  }

  /** The last batch of a split, images of other sizes, more shapes than are kept. */
  @Test
  void imagesOfEveryShapeArePredictedAsByAPredictorOfTheirOwn() {
    long[][] shapes = {{4, 3, 16, 16}, {1, 3, 16, 16}, {4, 3, 16, 16}, {4, 3, 24, 16}, {4, 3, 16, 24}, {2, 3, 32, 32}, {6, 3, 16, 16}, {1, 3, 16, 16}, {4, 3, 16, 16}};
    try (NetworkPredictor all = new NetworkPredictor(model.network(), model.parameters(), new BranchView.Common())) {
      for (long[] shape : shapes) {
        INDArray images = Nd4j.rand(DataType.FLOAT, shape);
        try (NetworkPredictor own = new NetworkPredictor(model.network(), model.parameters(), new BranchView.Common())) {
          Map<String, INDArray> found = copy(all.outputs(images));
          assertThat(found.keySet()).isEqualTo(Set.of("depth", "seg"));
          assertThat(found.get("depth").shape()).containsExactly(shape[0], 1, shape[2] / 2, shape[3] / 2);
          assertThat(found).isEqualTo(own.outputs(images));
        }
      }
    }
  }
}
