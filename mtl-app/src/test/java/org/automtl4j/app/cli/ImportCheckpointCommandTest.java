package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.SuperModelFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImportCheckpointCommandTest {
  private static final Path NETWORK = Path.of("..", "mtl-train", "src", "test", "resources", "golden", "model", "n02_resnet");

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String tasks, String... more) {
    String[] arguments = {"import", "checkpoint", NETWORK.resolve("checkpoint.model").toString(), "--backbone", NETWORK.resolve("backbone.prototxt").toString(),
        "--tasks",
      tasks, "--out", folder.resolve("model.zip").toString()};
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return AutoMtl.execute(new PrintWriter(out), new PrintWriter(err), all);
  }

  @Test
  void aCheckpointBecomesAModelAnArchitectureAndSomethingToGoOnFrom() {
    assertThat(run("segment_semantic:segmentation:5,depth_zbuffer:depth")).as(err.toString()).isEqualTo(AutoMtl.DONE);
    assertThat(out.toString().lines()).containsExactly(folder.resolve("model.zip").toString(), folder.resolve("architecture.json").toString(),
        folder.resolve("supermodel.npz").toString());
    try (MultiTaskModel model = MultiTaskModel.load(folder.resolve("model.zip"))) {
      assertThat(model.architecture()).contains(Architecture.read(folder.resolve("architecture.json")));
      SuperModel.Builder builder = SuperModel.builder(model.superModel().backbone());
      model.tasks().forEach(task -> builder.task(task, model.superModel().head(task.name())));
      SuperModel fresh = builder.build();
      SuperModelFile.load(folder.resolve("supermodel.npz"), fresh);
      assertThat(Architecture.argmax(fresh)).isEqualTo(model.architecture().orElseThrow());
    }
    assertThat(run("segment_semantic:segmentation:5,depth_zbuffer:depth")).isEqualTo(AutoMtl.WRONG_INPUT);
    assertThat(err.toString()).contains("--overwrite");
    assertThat(run("segment_semantic:segmentation:5,depth_zbuffer:depth", "--overwrite", "--stage", "task_specific", "--input", "32x32"))
        .isEqualTo(AutoMtl.DONE);
  }

  @Test
  void theArraysOfAModelComeOutUnderTheirPublishedNamesAndGoInAgain() {
    assertThat(run("segment_semantic:segmentation:5,depth_zbuffer:depth")).as(err.toString()).isEqualTo(AutoMtl.DONE);
    Path arrays = folder.resolve("arrays.npz");
    String[] export = {"export", folder.resolve("model.zip").toString(), "--format", "npz", "--out", arrays.toString()};
    assertThat(AutoMtl.execute(new PrintWriter(out), new PrintWriter(err), export)).as(err.toString()).isEqualTo(AutoMtl.DONE);
    Path again = folder.resolve("again").resolve("model.zip");
    String[] back = {"import", "checkpoint", arrays.toString(), "--backbone", NETWORK.resolve("backbone.prototxt").toString(), "--tasks",
      "segment_semantic:segmentation:5,depth_zbuffer:depth", "--out", again.toString()};
    assertThat(AutoMtl.execute(new PrintWriter(out), new PrintWriter(err), back)).as(err.toString()).isEqualTo(AutoMtl.DONE);
    try (MultiTaskModel first = MultiTaskModel.load(folder.resolve("model.zip")); MultiTaskModel second = MultiTaskModel.load(again)) {
      INDArray images = Nd4j.linspace(-1, 1, 3L * first.height() * first.width(), DataType.FLOAT).reshape(1, 3, first.height(), first.width());
      assertThat(second.outputs(images)).isEqualTo(first.outputs(images));
    }
    // A finished model has no numbers of branches that nobody takes, so there is nothing that a search could go on from.
    assertThat(Files.exists(folder.resolve("again").resolve("supermodel.npz"))).isFalse();
  }

  @Test
  void whatDoesNotFitIsListedAndNothingIsWritten() {
    assertThat(run("segment_semantic:segmentation:6,depth_zbuffer:depth")).isEqualTo(AutoMtl.WRONG_INPUT);
    assertThat(err.toString()).contains("in 8 places")
        .contains("headsDict.segment_semantic.fc1.conv3.weight has shape [5, 6, 1, 1], the model's is [6, 6, 1, 1]");
    assertThat(run("segment_semantic:segmentation:5,normal:normals")).isEqualTo(AutoMtl.WRONG_INPUT);
    assertThat(err.toString()).contains("has no head of a known kind for task 'normal'");
    assertThat(run("segment_semantic:segmentation")).isEqualTo(AutoMtl.WRONG_INPUT);
    assertThat(err.toString()).contains("name:kind:outputs");
    assertThat(Files.exists(folder.resolve("model.zip"))).isFalse();
  }
}
