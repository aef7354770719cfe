package org.automtl4j.graph.model.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.BackboneWeights;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.internal.onnx.OnnxRun;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.plan.InferencePlan;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks of torchvision in the form of its exporter are backbones that compute the same, with torchvision's numbers of parameters. */
class TorchNetsTest {
  private static final int SIZE = 64;
  @TempDir private Path folder;

  /** Network, its parameters by torchvision's table. */
  static Stream<Arguments> networks() {
    return Stream.of(Arguments.of("DenseNet-121", TorchNets.densenet121(SIZE), 7_978_856L), Arguments.of("SqueezeNet 1.1", TorchNets.squeezenet(SIZE), 1_235_496L),
        Arguments.of("GoogLeNet", TorchNets.googlenet(SIZE), 6_624_904L), Arguments.of("ShuffleNet v2 x1.0", TorchNets.shufflenet(SIZE), 2_278_604L),
        Arguments.of("MobileNetV3-Small", TorchNets.mobilenetV3(SIZE), 2_542_856L), Arguments.of("EfficientNet-B0", TorchNets.efficientnet(SIZE), 5_288_548L),
        Arguments.of("RegNetY-400MF", TorchNets.regnet(SIZE), 4_344_144L));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void aNetworkComputesWhatOnnxRuntimeComputes(String name, OnnxText text, long parameters) throws IOException {
    Path file = text.write(folder.resolve("net.onnx"));
    ConvertedBackbone converted = BackboneConverter.of(file).convert();
    assertThat(converted.layersWithoutWeights()).isEmpty();
    assertThat(converted.backbone().parameters()).as(name).isEqualTo(parameters);
    assertThat(Prototxt.parse(Prototxt.write(converted.backbone()), name)).isEqualTo(converted.backbone());
    INDArray images = Nets.random(DataType.FLOAT, 1, 1, 3, SIZE, SIZE);
    try (OnnxRun onnx = OnnxRun.of(file)) {
      INDArray expected = onnx.run(images).values().iterator().next();
      BackboneConverterTest.close(features(converted.backbone(), converted.weights(), images).reshape(expected.shape()), expected);
    }
  }

  private static INDArray features(Backbone backbone, BackboneWeights weights, INDArray images) {
    SuperModel model = SuperModel.builder(backbone).weights(weights).task(Task.depth("depth"), TaskHead.conv1x1()).build();
    TaskGraph graph = TaskGraphs.build(model, Stage.COMMON, List.of("depth"), false, SIZE, SIZE, Optional.empty());
    String feature = graph.features().get("depth");
    try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).input("input", images.shape()).outputs(List.of(feature)).build()) {
      plan.input("input").assign(images);
      plan.run();
      return plan.value(feature).dup();
    }
  }
}
