package org.automtl4j.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.npy.NpyFile;
import org.automtl4j.train.cli.CommandLineTest.Outcome;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The whole way of a model: an ONNX backbone comes in, is searched and trained for a few steps, and goes out to plain Deeplearning4j, to ONNX and through {@code predict}, with
 * equal outputs; ONNX's own checker accepts the file. Needs Debian's {@code python3-onnx}.
 */
@Tag("python")
class ThereAndBackTest {
  private static final Path ONNX = Path.of("..", "mtl-graph", "src", "test", "resources", "fixtures", "onnx", "residual-batchnorm.onnx");
  private static final String CONFIGURATION = """
      name: there-and-back
      batch: 4
      threads: 1
      backbone: %1$s/narrow.prototxt
      weights: %1$s/narrow.weights.npz
      data: {layout: synthetic, size: [64, 64], train: 24, val: 8, test: 8, threads: 0}
      tasks:
        - {name: segment_semantic, kind: SEGMENTATION, outputs: 7, head: {type: conv1x1, width: 16}}
        - {name: depth_zbuffer, kind: DEPTH, head: {type: conv1x1, width: 16}}
      preTraining: {iterations: 6}
      policySearch: {iterations: 6, policySteps: 1, weightSteps: 1}
      sampling: {candidates: 2, iterations: 2}
      postTraining: {iterations: 6}
      """;

  @Test
  void aBackboneComesInAndTheModelGoesOut(@TempDir Path folder) throws Exception {
    run("import", "backbone", ONNX.toString(), "--out", folder.resolve("narrow.prototxt").toString(), "--feature", "/layer3/relu_1/Relu", "--output-stride", "8");
    Path configuration = Files.writeString(folder.resolve("run.yaml"), CONFIGURATION.formatted(folder));
    run("run", configuration.toString(), "--out", folder.resolve("run").toString());
    Path model = folder.resolve("run").resolve("model.zip");
    Path onnx = folder.resolve("model.onnx");
    run("export", model.toString(), "--format", "onnx", "--out", onnx.toString());
    Process checker = new ProcessBuilder("/usr/bin/python3", "-c", "import onnx, sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)", onnx.toString())
        .directory(folder.toFile()).inheritIO().start();
    assertThat(checker.waitFor()).isZero();
    ComputationGraph plain = ModelSerializer.restoreComputationGraph(model.toFile());
    INDArray images = Nd4j.rand(2, 3, 64, 64);
    try (MultiTaskModel loaded = MultiTaskModel.loadChecked(model)) {
      INDArray[] outputs = plain.output(images);
      int i = 0;
      for (INDArray expected : loaded.outputs(images).values()) {
        assertThat(outputs[i++].sub(expected).amaxNumber().doubleValue()).isLessThan(1e-4 * Math.max(1, expected.amaxNumber().doubleValue()));
      }
    }
    run("data", "synth", "--layout", "folder", "--out", folder.resolve("scenes").toString(), "--size", "64x64", "--train", "4", "--val", "1", "--test", "1");
    Path picture;
    try (var pictures = Files.walk(folder.resolve("scenes").resolve("images"))) {
      picture = pictures.filter(file -> file.toString().endsWith(".png")).sorted().findFirst().orElseThrow();
    }
    run("predict", model.toString(), picture.toString(), "--out", folder.resolve("seen").toString(), "--raw", "--labels", folder.resolve("scenes").toString());
    String name = picture.getFileName().toString().replace(".png", "");
    assertThat(NpyFile.read(folder.resolve("seen").resolve(name + ".depth_zbuffer.npy")).shape()).containsExactly(1, 64, 64);
    assertThat(folder.resolve("seen").resolve(name + ".segment_semantic.png")).exists();
  }

  private static void run(String... arguments) {
    Outcome outcome = CommandLineTest.run(arguments);
    assertThat(outcome.code()).as(String.join(" ", arguments) + "\n" + outcome.out() + outcome.err()).isZero();
  }
}
