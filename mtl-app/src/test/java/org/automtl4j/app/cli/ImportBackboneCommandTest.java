package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.model.convert.WeightsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportBackboneCommandTest {
  private static final Path FIXTURES = Path.of("..", "mtl-graph", "src", "test", "resources", "fixtures", "onnx");
  @TempDir Path folder;

  @Test
  void anOnnxFileBecomesAPrototxtAndItsWeights() {
    Path file = folder.resolve("narrow.prototxt");
    Outcome outcome = CommandLineTest.run(
        "import", "backbone", FIXTURES.resolve("residual-batchnorm.onnx").toString(), "--out", file.toString(), "--feature", "/layer3/relu_1/Relu",
            "--output-stride", "8");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("narrow.prototxt").contains("narrow.weights.npz").contains("Every layer with parameters has its weights.")
        .contains("does not say").contains("input: {order: RGB, mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375]}").contains("weights: " + folder.resolve("narrow.weights.npz"));
    WeightsFile.read(folder.resolve("narrow.weights.npz")).check(Backbone.read(file));
    assertThat(CommandLineTest.run("inspect", file.toString()).out()).contains("16x8x8");
    assertThat(CommandLineTest.run("import", "backbone", FIXTURES.resolve("residual.onnx").toString(), "--out", file.toString()).err()).contains("--overwrite");
  }

  @Test
  void whatCannotBeTakenOverIsTheUsersErrorAndNothingIsWritten() throws Exception {
    Path file = folder.resolve("none.prototxt");
    Outcome outcome = CommandLineTest.run("import", "backbone", FIXTURES.resolve("exporters").resolve("many-foreign-nodes.onnx").toString(), "--out", file.toString());
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("12 Erf (the first is '/Erf')");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
    assertThat(CommandLineTest.run("import", "backbone", "a.onnx", "--out", file.toString(), "--output-stride", "9").err()).contains("8, 16, 32");
  }

  @Test
  void nodesAreListedWithTheirShapes() {
    Outcome outcome = CommandLineTest.run("import", "backbone", FIXTURES.resolve("residual-batchnorm.onnx").toString(), "--list");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines()).contains("/layer3/relu_1/Relu  Relu  16x4x4");
    assertThat(CommandLineTest.run("import", "backbone", FIXTURES.resolve("residual-batchnorm.onnx").toString()).err()).contains("--out FILE.prototxt is missing");
  }
}
