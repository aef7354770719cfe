package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.ParameterNames;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.SuperModelFile;
import org.automtl4j.graph.model.published.PublishedExport;
import org.automtl4j.graph.network.Parameters.Parameter;
import org.automtl4j.graph.network.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Every stage can begin with an imported checkpoint of the stage before; at rates next to nothing it ends with the numbers that it began with. */
class ImportedStagesTest {
  private static final Path NETWORK = Path.of("..", "mtl-train", "src", "test", "resources", "golden", "model", "n02_resnet", "backbone.prototxt");

  @TempDir private Path folder;

  private static SuperModel superModel(long seed) {
    return SuperModel.builder(Backbone.read(NETWORK)).task(Task.segmentation("segment_semantic", 7), TaskHead.conv1x1())
        .task(Task.depth("depth_zbuffer"), TaskHead.conv1x1()).seed(seed).build();
  }

  private void run(String... arguments) {
    StringWriter err = new StringWriter();
    assertThat(AutoMtl.execute(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments)).as(err.toString()).isEqualTo(AutoMtl.DONE);
  }

  private Path stages(String stages, String... more) throws IOException {
    Path config = Files.writeString(folder.resolve("config.yaml"), """
        name: imported
        batch: 4
        threads: 1
        backbone: %s
        data: {layout: synthetic, size: [32, 32], train: 8, val: 4, test: 4}
        tasks:
          - {name: segment_semantic, kind: SEGMENTATION, outputs: 7, head: {type: conv1x1}}
          - {name: depth_zbuffer, kind: DEPTH, head: {type: conv1x1}}
        preTraining: {iterations: 1, updater: {type: ADAM, learningRate: 1e-12}}
        policySearch: {iterations: 2, policySteps: 1, weightSteps: 1, policyLearningRate: 1e-12, weightUpdater: {type: SGD, learningRate: 1e-12}}
        postTraining: {iterations: 1, updater: {type: ADAM, learningRate: 1e-12}}
        """.formatted(NETWORK.toAbsolutePath()));
    Path out = folder.resolve(stages);
    String[] first = {"run", config.toString(), "--out", out.toString(), "--set", "stages=[" + stages + "]", "--set",
      "initialModel=" + folder.resolve("imported").resolve("supermodel.npz")};
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    run(all);
    return out;
  }

  /** Weights and policies; statistics follow the batches. */
  private static void assertSameNumbers(SuperModel found, SuperModel expected, Role role) {
    for (Parameter p : expected.parameters().all()) {
      if (p.role() == role) {
        assertThat(found.parameters().get(p.name()).sub(p.array()).amaxNumber().doubleValue()).as(p.name()).isLessThan(1e-6);
      }
    }
  }

  @Test
  void aStageGoesOnFromTheCheckpointOfTheStageBefore() throws IOException {
    SuperModel published = superModel(11);
    for (Task task : published.tasks()) {
      published.parameters().set(ParameterNames.policy(task.name()), Nd4j.rand(DataType.FLOAT, published.policyNodes().size(), 3));
    }
    Path file = folder.resolve("checkpoint.npz");
    PublishedExport.write(published, Optional.empty(), file);
    Path model = folder.resolve("imported").resolve("model.zip");
    run("import", "checkpoint", file.toString(), "--backbone", NETWORK.toString(), "--tasks", "segment_semantic:segmentation:7,depth_zbuffer:depth", "--input",
        "32x32", "--out", model.toString());

    SuperModel searched = superModel(12);
    SuperModelFile.load(stages("SEARCH").resolve("supermodel.npz"), searched);
    assertSameNumbers(searched, published, Role.WEIGHT);
    assertSameNumbers(searched, published, Role.CHOICE);

    Path architecture = model.resolveSibling("architecture.json");
    Path post = stages("POST", "--set", "architecture=" + architecture, "--set", "postTraining.from=SEARCHED");
    try (MultiTaskModel finished = MultiTaskModel.load(post.resolve("model.zip"))) {
      assertThat(finished.architecture()).contains(Architecture.argmax(published));
      String head = ParameterNames.head("depth_zbuffer", "weight");
      assertThat(finished.superModel().parameters().get(head).sub(published.parameters().get(head)).amaxNumber().doubleValue()).isLessThan(1e-6);
    }
  }
}
