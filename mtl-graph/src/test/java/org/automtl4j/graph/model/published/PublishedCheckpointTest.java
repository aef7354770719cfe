package org.automtl4j.graph.model.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedCheckpointTest {
  @TempDir private Path folder;

  private static SuperModel model() {
    Backbone backbone = Backbone.builder("small").input(3).convolution(4, 3, c -> c.pad(1).noBias()).batchNorm().relu().build();
    return SuperModel.builder(backbone).task(Task.segmentation("seg", 2), TaskHead.conv1x1()).task(Task.depth("depth"), TaskHead.conv1x1()).build();
  }

  /** The arrays of a model under their published names, as NumPy would write them, without a mark of ours. */
  private static Map<String, NumberArray> arrays() {
    SuperModel model = model();
    Map<String, NumberArray> arrays = new LinkedHashMap<>();
    PublishedNames.of(model).stream().filter(e -> e.shape().length > 0).forEach(e -> arrays.put(e.name(), NumberArray.of(e.read(model.parameters()))));
    PublishedNames.of(model).stream().filter(e -> e.shape().length == 0).forEach(e -> arrays.put(e.name(), NumberArray.of(new long[] {7})));
    return arrays;
  }

  @Test
  void everyUnmatchedOrMisshapedKeyIsNamedAndNothingIsChanged() {
    Map<String, NumberArray> arrays = arrays();
    arrays.remove("net.0.basicOp.weight");
    arrays.remove("net.1.taskOp.seg.running_mean");
    arrays.put("net.0.taskOp.seg.weight", NumberArray.of(new float[12], 4, 3, 1, 1));
    arrays.put("net.9.basicOp.weight", NumberArray.of(new float[2], 2));
    NpzFile.write(folder.resolve("a.npz"), arrays);
    SuperModel model = model();
    SuperModel before = model();
    assertThatThrownBy(() -> PublishedCheckpoint.read(folder.resolve("a.npz")).loadInto(model)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.npz").hasMessageContaining("in 4 places")
        .hasMessageContaining("net.0.basicOp.weight [4, 3, 3, 3] is missing")
        .hasMessageContaining("net.1.taskOp.seg.running_mean [4] is missing")
        .hasMessageContaining("net.0.taskOp.seg.weight has shape [4, 3, 1, 1], the model's is [4, 3, 3, 3]")
        .hasMessageContaining("net.9.basicOp.weight [2] is not of this model");
    model.parameters().all().forEach(p -> assertThat(p.array()).isEqualTo(before.parameters().get(p.name())));
  }

  @Test
  void aHeadWithoutAxesIsRefusedWithItsShape() {
    NpzFile.write(folder.resolve("a.npz"), Map.of("headsDict.seg.fc1.conv1.weight", NumberArray.of(new float[1])));
    PublishedCheckpoint checkpoint = PublishedCheckpoint.read(folder.resolve("a.npz"));
    assertThatThrownBy(() -> checkpoint.head("seg")).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.npz: headsDict.seg.fc1.conv1.weight has the shape (), but the kernel of a head has four axes");
  }

  @Test
  void parametersThatAreNoNumbersAreRefusedByName() {
    Map<String, NumberArray> arrays = arrays();
    float[] numbers = new float[4 * 3 * 9];
    numbers[7] = Float.NaN;
    numbers[8] = Float.POSITIVE_INFINITY;
    arrays.put("net.0.basicOp.weight", NumberArray.of(numbers, 4, 3, 3, 3));
    NpzFile.write(folder.resolve("a.npz"), arrays);
    SuperModel model = model();
    SuperModel before = model();
    assertThatThrownBy(() -> PublishedCheckpoint.read(folder.resolve("a.npz")).loadInto(model)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.npz (net.0.basicOp.weight): 2 of 108 numbers are not finite");
    model.parameters().all().forEach(p -> assertThat(p.array()).isEqualTo(before.parameters().get(p.name())));
  }

  @Test
  void headsAreSeenInTheFile() {
    NpzFile.write(folder.resolve("a.npz"), arrays());
    PublishedCheckpoint checkpoint = PublishedCheckpoint.read(folder.resolve("a.npz"));
    assertThat(checkpoint.head("seg").type()).isEqualTo(TaskHead.conv1x1().type());
    assertThatThrownBy(() -> checkpoint.head("normal")).isInstanceOf(InvalidInputException.class).hasMessageContaining("'normal'").hasMessageContaining("[depth, seg]");
    NpzFile.write(folder.resolve("b.npz"), Map.of("headsDict.seg.fc1.conv1.weight", NumberArray.of(new float[12 * 4 * 9], 12, 4, 3, 3)));
    assertThat(PublishedCheckpoint.read(folder.resolve("b.npz")).head("seg").settings()).containsEntry("width", 12);
  }

  @Test
  void aNewerVersionIsRefusedPolitely() {
    NpzFile.write(folder.resolve("a.npz"), Map.of(PublishedCheckpoint.VERSION_ENTRY, NumberArray.of(new long[] {2}, 1)));
    assertThatThrownBy(() -> PublishedCheckpoint.read(folder.resolve("a.npz"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("newer AutoMTL4J");
  }
}
