package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuperModelFileTest {
  @TempDir Path folder;

  private static SuperModel model(int width, long seed) {
    Backbone backbone = Backbone.builder("tiny").input(3).convolution(width, 3).batchNorm().relu().build();
    return SuperModel.builder(backbone).task(Task.depth("depth"), TaskHead.conv1x1()).task(Task.normals("normal"), TaskHead.conv1x1()).seed(seed).build();
  }

  @Test
  void aSavedSuperModelIsReadBackToTheLastBit() {
    Path file = folder.resolve("supermodel.npz");
    SuperModel saved = model(4, 1);
    saved.parameters().get("policy.depth").putScalar(0, 1, 0.25);
    SuperModelFile.save(saved, file);
    SuperModel read = model(4, 2);
    SuperModelFile.load(file, read);
    saved.parameters().all().forEach(p -> assertThat(read.parameters().get(p.name())).as(p.name()).isEqualTo(p.array()));
  }

  @Test
  void theFileOfAnotherModelIsRefusedWithEveryDifferenceAndChangesNothing() {
    Path file = folder.resolve("supermodel.npz");
    SuperModelFile.save(model(5, 1), file);
    SuperModel other = model(4, 2);
    SuperModel untouched = model(4, 2);
    assertThatThrownBy(() -> SuperModelFile.load(file, other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("layer.0.shared.weight has shape [3, 3, 3, 5], not [3, 3, 3, 4]")
        .hasMessageContaining("head.depth");
    untouched.parameters().all().forEach(p -> assertThat(other.parameters().get(p.name())).isEqualTo(p.array()));
  }

  @Test
  void aForeignFileIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("foreign.npz"), "no zip");
    assertThatThrownBy(() -> SuperModelFile.load(file, model(4, 1))).isInstanceOf(InvalidInputException.class).hasMessageContaining("foreign.npz");
  }
}
