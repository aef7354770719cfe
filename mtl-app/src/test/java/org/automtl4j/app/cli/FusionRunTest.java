package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** MTL-NAS and NDDR-CNN on the command line: trained, resumed, exported, measured, reported, compared. */
class FusionRunTest {
  private static final String TEXT = """
      backbone: %s
      batch: 2
      threads: 1
      data: {layout: synthetic, size: [8, 8], train: 8, val: 2, test: 3, threads: 0}
      tasks:
        - {name: depth_zbuffer, kind: DEPTH, head: conv1x1}
        - {name: normal, kind: NORMALS, head: conv1x1}
      """;
  private static final String METHOD = """
      method:
        name: mtl-nas
        stages: [SINGLE, SEARCH, LAST]
        single: {iterations: 2}
        search: {steps: 4, gates: {type: ADAM, learningRate: 0.1}, entropy: {start: 0, end: 10}}
        last: {iterations: 2}
      baselines: [SINGLE, HARD, nddr, NO_EDGES, ALL_EDGES, RANDOM_EDGES]
      """;
  @TempDir static Path temp;
  private static Path config;
  private static Path reference;

  @BeforeAll
  static void run() throws IOException {
    String backbone = "'" + ResumeCommandTest.config(temp).resolveSibling("tiny.prototxt") + "'";
    config = Files.writeString(temp.resolve("edges.yaml"), TEXT.replace("%s", backbone) + METHOD);
    reference = temp.resolve("reference");
    CommandLineTest.Outcome whole = run("run", config.toString(), "--out", reference.toString());
    assertThat(whole.code()).as(whole.err()).isZero();
    assertThat(reference.resolve("config.yaml")).content().contains("name: mtl-nas");
    assertThat(whole.out()).contains("This will take");
  }

  private static CommandLineTest.Outcome run(String... command) {
    return CommandLineTest.run(command);
  }

  private static RunResult result(Path folder) throws IOException {
    return RunResult.fromJson(Files.readString(folder.resolve("result.json")), "result.json");
  }

  @Test
  void theTableHasWhatASearchShouldBeat() throws IOException {
    RunResult result = result(reference);
    assertThat(result.models()).contains("single", "hard", "nddr", "no_edges", "all_edges", "random_edges", RunResult.SEARCH);
    assertThat(result.parameters().get("no_edges")).isLessThan(result.parameters().get("all_edges"));
    assertThat(result.parameters().get("random_edges")).isBetween(result.parameters().get("no_edges"), result.parameters().get("all_edges"));
    assertThat(result.macs().get("no_edges")).isLessThan(result.macs().get("all_edges"));
    String page = Files.readString(reference.resolve("report.html"));
    assertThat(page).contains("Each task has a network of its own").contains("How the gates moved").contains("What making the gates hard costs")
        .contains("depth_zbuffer reads normal").contains("as many edges as were found");
  }

  @org.junit.jupiter.api.Tag("kill")
  @Test
  void aRunOfManyPartsLeavesTheFilesOfARunOfOne() throws IOException {
    Path parts = temp.resolve("parts");
    CommandLineTest.Outcome part = run("run", config.toString(), "--out", parts.toString(), "--set", "budget.iterations=7");
    int count = 1;
    while (part.code() == 130) {
      part = run("run", "--resume", parts.toString());
      count++;
    }
    assertThat(part.code()).as(part.err()).isZero();
    assertThat(count).isGreaterThan(3);
    assertThat(ResumeCommandTest.result(parts)).isEqualTo(ResumeCommandTest.result(reference));
    assertThat(ResumeCommandTest.metrics(parts)).isEqualTo(ResumeCommandTest.metrics(reference));
    for (String file : List.of("model.zip", "architecture.json", "gates.json")) {
      assertThat(parts.resolve(file)).as(file).hasSameBinaryContentAs(reference.resolve(file));
    }
  }

  @Test
  void otherProgramsComputeTheSame() throws Exception {
    String model = reference.resolve("model.zip").toString();
    for (String format : List.of("dl4j", "samediff", "onnx")) {
      CommandLineTest.Outcome exported = run("export", model, "--format", format, "--out", temp.resolve("edges." + format).toString());
      assertThat(exported.code()).as(exported.err()).isZero();
    }
    CommandLineTest.Outcome numbers = run("export", model, "--format", "npz", "--out", temp.resolve("edges.npz").toString());
    assertThat(numbers.code()).isEqualTo(AutoMtl.WRONG_INPUT);
    assertThat(numbers.err()).contains("mtl-nas").doesNotContain("\tat ");

    INDArray image = Nd4j.rand(DataType.FLOAT, 1, 3, 8, 8);
    try (MultiTaskModel ours = MultiTaskModel.load(reference.resolve("model.zip"))) {
      List<INDArray> expected = new ArrayList<>(ours.outputs(image).values());
      ComputationGraph graph = ModelSerializer.restoreComputationGraph(temp.resolve("edges.dl4j").toFile(), false);
      INDArray[] theirs = graph.output(image);
      assertThat(theirs).hasSize(2);
      for (int t = 0; t < theirs.length; t++) {
        assertThat(theirs[t].sub(expected.get(t)).amaxNumber().doubleValue()).isCloseTo(0, within(1e-4));
      }
      SameDiff sameDiff = SameDiff.load(temp.resolve("edges.samediff").toFile(), false);
      assertThat(sameDiff.inputs()).hasSize(1);
    }
  }

  @Test
  void aModelIsMeasuredAndPredicts() throws IOException {
    String model = reference.resolve("model.zip").toString();
    CommandLineTest.Outcome measured = run("evaluate", model, "--layout", "synthetic", "--seed", "1", "--test", "3", "--json");
    assertThat(measured.code()).as(measured.err()).isZero();
    Path picture = temp.resolve("picture.png");
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
    CommandLineTest.Outcome predicted = run("predict", model, picture.toString(), "--out", temp.resolve("pictures").toString());
    assertThat(predicted.code()).as(predicted.err()).isZero();
    try (var files = Files.list(temp.resolve("pictures"))) {
      assertThat(files.map(file -> file.getFileName().toString())).contains("picture.depth_zbuffer.png", "picture.normal.png");
    }
  }

  @Test
  void editedEdgesAreTrained() throws IOException {
    String none = Files.readString(reference.resolve("architecture.json")).replaceAll("\\[ *\"(depth_zbuffer|normal) [^\\]]*\\]", "[ ]");
    Path edited = Files.writeString(temp.resolve("edited.json"), none);
    int left = FusionArchitecture.read(edited).edges().size();
    Path folder = temp.resolve("edited");
    CommandLineTest.Outcome trained = run("run", config.toString(), "--out", folder.toString(), "--set", "architecture='" + edited + "'", "--set", "method.stages=[SINGLE, LAST]",
        "--baselines", "none");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(FusionArchitecture.read(folder.resolve("architecture.json")).edges()).hasSize(left);
    assertThat(run("run", config.toString(), "--out", temp.resolve("refused").toString(), "--set", "architecture='" + edited + "'").err())
        .contains("set method.stages to [LAST] or [SINGLE, LAST]").doesNotContain("\tat ");
    Path wrong = Files.writeString(temp.resolve("wrong.json"), Files.readString(reference.resolve("architecture.json")).replace("1:c2", "1:c9"));
    CommandLineTest.Outcome refused = run("run", config.toString(), "--out", temp.resolve("wrong").toString(), "--set", "architecture='" + wrong + "'", "--set", "method.stages=[LAST]");
    assertThat(refused.code()).isEqualTo(AutoMtl.WRONG_INPUT);
    assertThat(refused.err()).contains("c9").doesNotContain("\tat ");
  }

  @Test
  void seedsAreComparedAndNddrIsAMethodOfItsOwn() throws IOException {
    Path seeds = temp.resolve("seeds");
    CommandLineTest.Outcome several = run("run", config.toString(), "--out", seeds.toString(), "--seeds", "1,2", "--baselines", "none", "--set", "method.last.iterations=1");
    assertThat(several.code()).as(several.err()).isZero();
    try (var files = Files.walk(seeds)) {
      assertThat(files.filter(file -> file.toString().endsWith(".html")).anyMatch(file -> text(file).contains("The edges that any run has left open"))).isTrue();
    }
    Path nddr = temp.resolve("nddr");
    CommandLineTest.Outcome fused = run("run", config.toString(), "--out", nddr.toString(), "--baselines", "none", "--set",
        "method={name: nddr, space: {cut: CONVOLUTIONS}, single: {iterations: 2}, training: {iterations: 2}}");
    assertThat(fused.code()).as(fused.err()).isZero();
    assertThat(Files.readString(nddr.resolve("report.html"))).contains("Each task has a network of its own").doesNotContain("How the gates moved");
    assertThat(nddr.resolve("model.zip")).isNotEmptyFile();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
