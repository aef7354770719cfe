package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.graph.model.MultiTaskModel;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The whole way of a model: an ONNX backbone comes in, is searched and trained for a few steps on scenes in the layout of NYUv2, and goes out to plain
 * Deeplearning4j, to ONNX Runtime and through {@code predict}, with equal outputs; ONNX's own checker accepts the file. Needs Debian's {@code python3-onnx}.
 */
@Tag("python")
class ThereAndBackTest {
  private static final Path ONNX = Path.of("..", "mtl-graph", "src", "test", "resources", "fixtures", "onnx", "residual-batchnorm.onnx");
  private static final String SEMANTIC = "segment_semantic";
  private static final String DEPTH = "depth_zbuffer";
  private static final String CONFIGURATION = """
      name: there-and-back
      batch: 4
      threads: 1
      backbone: %1$s/narrow.prototxt
      weights: %1$s/narrow.weights.npz
      input: {order: RGB, mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375], crop: [64, 64]}
      data: {layout: nyuv2, root: %1$s/scenes, size: [64, 64], threads: 0}
      tasks:
        - {name: segment_semantic, kind: SEGMENTATION, outputs: 40, head: {type: conv1x1, width: 16}}
        - {name: normal, kind: NORMALS, head: {type: conv1x1, width: 16}}
        - {name: depth_zbuffer, kind: DEPTH, head: {type: conv1x1, width: 16}}
      preTraining: {iterations: 6}
      policySearch: {iterations: 6, policySteps: 1, weightSteps: 1}
      sampling: {candidates: 2, iterations: 2}
      postTraining: {iterations: 6}
      """;

  @TempDir Path folder;

  @Test
  void aBackboneComesInAndTheModelGoesOut() throws Exception {
    run("import", "backbone", ONNX.toString(), "--out", folder.resolve("narrow.prototxt").toString(), "--feature", "/layer3/relu_1/Relu", "--output-stride",
        "8");
    Path scenes = folder.resolve("scenes");
    run("data", "synth", "--layout", "nyuv2", "--out", scenes.toString(), "--size", "64x64", "--train", "24", "--val", "8", "--test", "8");
    Path configuration = Files.writeString(folder.resolve("run.yaml"), CONFIGURATION.formatted(folder));
    run("run", configuration.toString(), "--out", folder.resolve("run").toString());
    Path model = folder.resolve("run").resolve("model.zip");
    Path onnx = folder.resolve("model.onnx");
    run("export", model.toString(), "--format", "onnx", "--out", onnx.toString());
    checkedByOnnx(onnx);

    Path picture = scenes.resolve("image").resolve("test").resolve("1.png");
    Path labels = Files.createDirectories(folder.resolve("labels").resolve(DEPTH)).getParent();
    Files.copy(scenes.resolve("depth").resolve("test").resolve("1.npy"), labels.resolve(DEPTH).resolve("1.npy"));
    Path seen = folder.resolve("seen");
    run("predict", model.toString(), picture.toString(), "--out", seen.toString(), "--raw", "--labels", labels.toString());
    assertThat(seen.resolve("1.normal.png")).exists();

    try (MultiTaskModel loaded = MultiTaskModel.loadChecked(model)) {
      BufferedImage image = ImageIO.read(picture.toFile());
      INDArray images = loaded.preprocessing().orElseThrow().apply(image, loaded.height(), loaded.width());
      Map<String, INDArray> expected = loaded.outputs(images);
      assertThat(expected).containsOnlyKeys(SEMANTIC, "normal", DEPTH);
      INDArray[] plain = ModelSerializer.restoreComputationGraph(model.toFile()).output(images);
      Map<String, INDArray> runtime = onnxRuntime(onnx, images);
      assertThat(runtime.keySet()).containsExactlyElementsOf(expected.keySet());
      int i = 0;
      for (Map.Entry<String, INDArray> output : expected.entrySet()) {
        double dl4j = close(plain[i++], output.getValue());
        double onnxRuntime = close(runtime.get(output.getKey()), output.getValue());
        System.err.println(output.getKey() + ": up to " + output.getValue().amaxNumber() + "; differs by " + dl4j + " under Deeplearning4j, by " + onnxRuntime
            + " under ONNX Runtime");
      }
      mostProbable(NpyFile.read(seen.resolve("1." + SEMANTIC + ".npy")), runtime.get(SEMANTIC), image);
      NumberArray depth = NpyFile.read(seen.resolve("1." + DEPTH + ".npy"));
      assertThat(depth.shape()).containsExactly(1, image.getHeight(), image.getWidth());
      close(depth.toINDArray(), loaded.predict(image).array(DEPTH).slice(0));
    }
  }

  /** The class that predict wrote for each pixel is the one that ONNX Runtime finds most probable there, up to rounding. */
  private static void mostProbable(NumberArray classes, INDArray logits, BufferedImage image) {
    assertThat(classes.shape()).containsExactly(image.getHeight(), image.getWidth());
    INDArray written = classes.toINDArray();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        INDArray pixel = logits.get(NDArrayIndex.point(0), NDArrayIndex.all(), NDArrayIndex.point(y * logits.size(2) / image.getHeight()),
            NDArrayIndex.point(x * logits.size(3) / image.getWidth()));
        assertThat(pixel.getDouble(written.getInt(y, x))).isGreaterThanOrEqualTo(pixel.maxNumber().doubleValue() - 1e-4);
      }
    }
  }

  private void checkedByOnnx(Path file) throws Exception {
    Process checker = new ProcessBuilder("/usr/bin/python3", "-c", "import onnx, sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)",
        file.toString())
        .directory(folder.toFile()).inheritIO().start();
    assertThat(checker.waitFor()).isZero();
  }

  private static Map<String, INDArray> onnxRuntime(Path file, INDArray images) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, INDArray> outputs = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions(); OrtSession session = environment.createSession(file.toString(), options);
        OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(images.dup('c').data().asFloat()), images.shape());
        OrtSession.Result result = session.run(Map.of("input", input))) {
      for (Map.Entry<String, OnnxValue> output : result) {
        OnnxTensor value = (OnnxTensor) output.getValue();
        float[] numbers = new float[value.getFloatBuffer().remaining()];
        value.getFloatBuffer().get(numbers);
        outputs.put(output.getKey(), Nd4j.create(numbers, value.getInfo().getShape(), 'c'));
      }
    }
    return outputs;
  }

  /** Gives the largest difference. */
  private static double close(INDArray found, INDArray expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(expected.amaxNumber().doubleValue()).isPositive();
    double difference = found.sub(expected).amaxNumber().doubleValue();
    assertThat(difference).isLessThan(1e-4 * Math.max(1, expected.amaxNumber().doubleValue()));
    return difference;
  }

  private static void run(String... arguments) {
    Outcome outcome = CommandLineTest.run(arguments);
    assertThat(outcome.code()).as(String.join(" ", arguments) + "\n" + outcome.out() + outcome.err()).isZero();
  }
}
