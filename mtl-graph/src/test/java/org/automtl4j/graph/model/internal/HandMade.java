package org.automtl4j.graph.model.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.model.internal.dl4j.ExportedGraph;
import org.automtl4j.graph.model.internal.dl4j.GraphExporter;
import org.automtl4j.graph.model.internal.onnx.OnnxExporter;
import org.automtl4j.graph.model.internal.onnx.OnnxRun;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.PadMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** A small inference graph made by hand, and the check that its translations to Deeplearning4j and ONNX compute the same. */
public final class HandMade {
  public final SameDiff sd = SameDiff.create();
  public final SDVariable input;
  private final long[] shape;
  private final RandomStream random = RandomStream.of(3, "hand-made graphs");
  private final Map<String, String> predictions = new LinkedHashMap<>();

  public HandMade(long... shape) {
    this.shape = shape;
    input = sd.placeHolder("input", DataType.FLOAT, -1, shape[0], shape[1], shape[2]);
  }

  INDArray numbers(double low, double high, long... dimensions) {
    INDArray array = Nd4j.create(DataType.FLOAT, dimensions);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.uniform(low, high));
    }
    return array;
  }

  public SDVariable weight(String name, long... dimensions) {
    return sd.var(name, numbers(-0.5, 0.5, dimensions));
  }

  public SDVariable conv(String name, SDVariable x, int side, SDVariable kernel, SDVariable bias, int stride, int pad, int dilation) {
    return bias == null ? sd.cnn().conv2d(name, x, kernel, window(side, stride, pad, dilation)) : sd.cnn().conv2d(name, x, kernel, bias, window(side, stride, pad, dilation));
  }

  public SDVariable depthwise(String name, SDVariable x, int side, SDVariable kernel, SDVariable bias, int stride, int pad, int dilation) {
    return bias == null
        ? sd.cnn().depthWiseConv2d(name, x, kernel, window(side, stride, pad, dilation))
        : sd.cnn().depthWiseConv2d(name, x, kernel, bias, window(side, stride, pad, dilation));
  }

  public SDVariable batchNorm(String name, SDVariable x, String prefix, int channels) {
    return sd.nn().batchNorm(name, x, weight(prefix + ".mean", channels), sd.var(prefix + ".variance", numbers(0.5, 2, channels)),
        weight(prefix + ".gamma", channels), weight(prefix + ".beta", channels), 1e-3, 1);
  }

  public SDVariable pad(String name, SDVariable x, double value, int top, int bottom, int left, int right) {
    SDVariable sides = sd.constant(name + ".sides", Nd4j.createFromArray(new int[][] {{0, 0}, {0, 0}, {top, bottom}, {left, right}}));
    return sd.nn().pad(name, x, sides, PadMode.CONSTANT, value);
  }

  public SDVariable pool(String name, boolean maximum, SDVariable x, int kernel, int stride, int pad) {
    Pooling2DConfig config = Pooling2DConfig.builder().kH(kernel).kW(kernel).sH(stride).sW(stride).pH(pad).pW(pad).dH(1).dW(1).isNHWC(false).build();
    return maximum ? sd.cnn().maxPooling2d(name, x, config) : sd.cnn().avgPooling2d(name, x, config);
  }

  static Conv2DConfig window(int kernel, int stride, int pad, int dilation) {
    return Conv2DConfig.builder().kH(kernel).kW(kernel).sH(stride).sW(stride).pH(pad).pW(pad).dH(dilation).dW(dilation).paddingMode(PaddingMode.VALID).build();
  }

  public void predict(String task, SDVariable prediction) {
    predictions.put(task, prediction.name());
  }

  public ExportedGraph export() {
    return GraphExporter.export(sd, "input", shape, predictions);
  }

  /** The graph after a trip through a file gives what SameDiff gives, in the order of the tasks, and leaves its input alone. */
  public ComputationGraph assertSame() {
    ComputationGraph graph = reread(export().graph());
    INDArray x = numbers(-1, 1, 2, shape[0], shape[1], shape[2]);
    INDArray before = x.dup();
    Map<String, INDArray> expected = run(x);
    for (WorkspaceMode mode : new WorkspaceMode[] {WorkspaceMode.ENABLED, WorkspaceMode.NONE}) {
      graph.getConfiguration().setInferenceWorkspaceMode(mode);
      INDArray[] outputs = graph.output(x);
      assertThat(graph.getConfiguration().getNetworkOutputs()).containsExactlyElementsOf(predictions.keySet());
      int i = 0;
      for (Map.Entry<String, String> task : predictions.entrySet()) {
        close(task.getKey(), outputs[i++], expected.get(task.getValue()));
      }
      assertThat(x).isEqualTo(before);
    }
    INDArray[] ofClone = graph.clone().output(x);
    Object[] tasks = predictions.keySet().toArray();
    for (int i = 0; i < tasks.length; i++) {
      close("clone of " + tasks[i], ofClone[i], expected.get(predictions.get(tasks[i])));
    }
    try (OnnxRun onnx = OnnxRun.of(OnnxExporter.export(sd, "input", shape, predictions, Map.of()))) {
      assertThat(onnx.outputs()).containsExactlyElementsOf(predictions.keySet());
      onnx.run(x).forEach((task, found) -> close("ONNX " + task, found, expected.get(predictions.get(task))));
    }
    Map<String, INDArray> all = graph.feedForward(x.dup(), false);
    predictions.forEach((task, variable) -> close(task, all.get(task), expected.get(variable)));
    return graph;
  }

  static void close(String what, INDArray found, INDArray expected) {
    assertThat(found.shape()).as(what).isEqualTo(expected.shape());
    assertThat(found.sub(expected).amaxNumber().doubleValue()).as(what).isLessThan(2e-5);
    assertThat(expected.amaxNumber().doubleValue()).as(what + " is not trivial").isGreaterThan(1e-3);
  }

  /** SameDiff itself; without oneDNN, which has no dilated convolutions. */
  private Map<String, INDArray> run(INDArray x) {
    boolean helpers = Nd4j.getEnvironment().helpersAllowed();
    Nd4j.getEnvironment().allowHelpers(false);
    try {
      return sd.output(Map.of("input", x), predictions.values().toArray(String[]::new));
    } finally {
      Nd4j.getEnvironment().allowHelpers(helpers);
    }
  }

  static ComputationGraph reread(ComputationGraph graph) {
    try {
      Path file = Files.createTempFile("exported", ".zip");
      try {
        ModelSerializer.writeModel(graph, file.toFile(), false);
        return ModelSerializer.restoreComputationGraph(file.toFile());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
