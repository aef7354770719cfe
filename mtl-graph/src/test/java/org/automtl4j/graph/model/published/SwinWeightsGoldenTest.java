package org.automtl4j.graph.model.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.swin.SwinDetails;
import org.automtl4j.graph.swin.SwinEntry;
import org.automtl4j.graph.swin.SwinNetwork;
import org.automtl4j.graph.swin.SwinSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The file of an encoder for ImageNet in the published form: numbers by formula under the names of its authors. */
class SwinWeightsGoldenTest {
  private static final String FILE = "adamtl/checkpoints/imagenet_swin.pth";
  private static final SwinSpec SPEC = spec(2, 4, 2, 1, 1, 1);

  private static SwinSpec spec(int width, int window, int... depths) {
    int[] heads = {1, 1, 2, 2};
    List<SwinSpec.Stage> stages = IntStream.range(0, depths.length).mapToObj(i -> new SwinSpec.Stage(depths[i], heads[i])).toList();
    return new SwinSpec(new SwinSpec.Image(3, 16, 16, 2), width, stages, window, SwinDetails.usual().withMlpRatio(2));
  }

  private static SwinNetwork network(SwinSpec spec) {
    return SwinNetwork.builder(spec).task(Task.segmentation("semseg", 21), TaskHead.conv1x1()).build();
  }

  private static Path file() {
    return GoldenFolder.root().resolve(FILE);
  }

  private static Map<String, INDArray> read(SwinSpec spec) {
    SwinNetwork network = network(spec);
    return SwinWeights.read(file(), network.encoder(), network.parameters(), DataType.FLOAT);
  }

  @BeforeAll
  static void needsTheFile() {
    GoldenFolder.needs(FILE);
  }

  @Test
  void allParametersOfTheEncoderComeIn() {
    SwinNetwork network = network(SPEC);
    Parameters parameters = Parameters.fresh(network, 1);
    read(SPEC).forEach(parameters::set);
    List<SwinEntry> entries = SwinEntry.of(network.parameters(), "swin");
    assertThat(entries).hasSize(network.parameters().size() - 2);
    for (SwinEntry entry : entries) {
      double[] found = entry.toPublished(parameters.get(entry.parameter())).reshape(-1).toDoubleVector();
      double[] published = Formula.state("1/imagenet/" + entry.name(), entry.shape()).reshape(-1).toDoubleVector();
      GoldenReport.close("adamtl/checkpoints/imagenet_swin", entry.name(), GoldenReport.difference(found, published), 0);
    }
  }

  @Test
  void anotherVariantIsRefusedWithWhatTheFileHolds() {
    String held = "the file holds one of width 2 with 2-1-1-1 blocks and windows of 4, wanted is a Swin transformer of width ";
    String advice = "; take the file of this variant, or the variant of this file";
    refused(spec(4, 4, 2, 1, 1, 1), "has patch_embed.proj.weight of shape [2, 3, 2, 2], the encoder needs [4, 3, 2, 2]; " + held
        + "4 with 2-1-1-1 blocks and windows of 4" + advice);
    refused(spec(2, 2, 2, 1, 1, 1), "has layers.0.blocks.0.attn.relative_position_bias_table of shape [49, 1], the encoder needs [9, 1]; "
        + held
        + "2 with 2-1-1-1 blocks and windows of 2" + advice);
    refused(spec(2, 4, 2, 1, 2, 1), "has no layers.2.blocks.1.norm1.weight; " + held + "2 with 2-1-2-1 blocks and windows of 4" + advice);
    refused(spec(2, 4, 1, 1, 1, 1), "has layers.0.blocks.1.norm1.weight, which this encoder has not; " + held
        + "2 with 1-1-1-1 blocks and windows of 4" + advice);
    refused(spec(2, 4, 2, 1, 1), "has layers.3.blocks.0.norm1.weight, which this encoder has not; " + held
        + "2 with 2-1-1 blocks and windows of 4" + advice);
  }

  private static void refused(SwinSpec spec, String message) {
    assertThatThrownBy(() -> read(spec)).isInstanceOf(InvalidInputException.class).hasMessage(file() + ": " + message);
  }
}
