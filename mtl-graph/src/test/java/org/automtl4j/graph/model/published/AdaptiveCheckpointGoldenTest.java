package org.automtl4j.graph.model.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.adamtl.AdaptiveView;
import org.automtl4j.graph.adamtl.ControllerPolicy;
import org.automtl4j.graph.adamtl.Controllers;
import org.automtl4j.graph.adamtl.DecoderLayout;
import org.automtl4j.graph.adamtl.SkippedToken;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.swin.SwinDetails;
import org.automtl4j.graph.swin.SwinSpec;
import org.automtl4j.plan.InferencePlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Files that the published code wrote in each of its stages: what comes in predicts what the code predicted. */
class AdaptiveCheckpointGoldenTest {
  private static final String FOLDER = "adamtl/checkpoints/";

  @BeforeAll
  static void needsTheFiles() {
    GoldenFolder.needs(FOLDER + "stage1.pth", FOLDER + "stage2_tag.pth", FOLDER + "stage2_taw.pth", FOLDER + "stage3_taw.pth", FOLDER + "imagenet_swin.pth",
        FOLDER + "checkpoints.npz");
  }

  private static Path file(String name) {
    return GoldenFolder.root().resolve(FOLDER + name);
  }

  private static int hidden(String id, String entry) {
    return (int) TorchFile.read(file(id + ".pth")).tensors("model").get("backbone." + entry + ".mlp.weight").shape()[0];
  }

  private static AdaptiveSwin network(String id, int width) {
    SwinSpec spec = new SwinSpec(new SwinSpec.Image(3, 16, 16, 2), width, List.of(new SwinSpec.Stage(2, 1), new SwinSpec.Stage(1, 1), new SwinSpec.Stage(1, 2),
        new SwinSpec.Stage(1, 2)), 4, SwinDetails.usual().withMlpRatio(2));
    AdaptiveSwin.Builder builder = AdaptiveSwin.builder(spec).decoder(4).layout(DecoderLayout.LEGACY).task(Task.segmentation("semseg", 5)).task(Task.normals("normals"));
    if (!id.equals("stage1")) {
      String task = id.endsWith("taw") ? "semseg." : "";
      builder.controllers(new Controllers(task.isEmpty() ? ControllerPolicy.SINGLE : ControllerPolicy.PER_TASK, true, true, hidden(id, "layers_controllers." + task + "0"),
          hidden(id, "layers.0.tokens_select" + (task.isEmpty() ? "" : ".semseg")), Controllers.TEMPERATURE, SkippedToken.LEGACY_NORM));
    }
    return builder.build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage1", "stage2_tag", "stage2_taw", "stage3_taw"})
  void whatComesInPredictsThePublishedNumbers(String id) {
    AdaptiveSwin network = network(id, 2);
    Parameters parameters = Parameters.fresh(network, 1);
    assertThat(AdaptiveCheckpoint.read(file(id + ".pth"), network, parameters)).isEmpty();
    AdaptiveView view = id.startsWith("stage3") ? new AdaptiveView.Adaptive() : new AdaptiveView.Static();
    NetworkGraph graph = network.graph(parameters, new GraphRequest(view, List.of("semseg", "normals"), GraphRequest.Mode.EVALUATION, 16, 16));
    InferencePlan.Builder builder = InferencePlan.builder(graph.sameDiff()).input(graph.input(), 1, 3, 16, 16).outputs(graph.predictions().values());
    graph.feeds().forEach(feed -> builder.input(feed.placeholder(), fed(id, feed).shape()));
    NpzFile published = NpzFile.read(file("checkpoints.npz"));
    try (InferencePlan plan = builder.build()) {
      plan.assign(graph.input(), Formula.fill("1/ckpt/input", 2, 1, 3, 16, 16).castTo(DataType.FLOAT));
      graph.feeds().forEach(feed -> plan.assign(feed.placeholder(), fed(id, feed).castTo(DataType.FLOAT)));
      plan.run();
      for (Map.Entry<String, String> task : graph.predictions().entrySet()) {
        double[] expected = published.array(id + ".pred." + task.getKey()).toDoubles();
        double[] found = plan.value(task.getValue()).dup('c').reshape(-1).toDoubleVector();
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        GoldenReport.close(FOLDER + id, task.getKey(), GoldenReport.difference(found, expected), 2e-5 * largest);
      }
    }
  }

  private static INDArray fed(String id, Feed feed) {
    if (feed instanceof Feed.Noise noise) {
      long[] shape = noise.shape();
      shape[0] = 1;
      return Formula.fill("1/ckpt_" + id + "/noise/0/" + noise.placeholder().replace("swin/call.", "").replace(".noise", ""), 4, shape);
    }
    return Nd4j.scalar(DataType.DOUBLE, 0);
  }

  @Test
  void whatAFileDoesNotHaveStaysFresh() {
    AdaptiveSwin network = network("stage3_taw", 2);
    Parameters parameters = Parameters.fresh(network, 1);
    assertThat(AdaptiveCheckpoint.read(file("stage1.pth"), network, parameters)).isNotEmpty().allMatch(AdaptiveSwin::isController);
    assertThat(AdaptiveCheckpoint.read(file("imagenet_swin.pth"), network, parameters)).isNotEmpty()
        .allMatch(name -> AdaptiveSwin.isController(name) || name.startsWith(AdaptiveSwin.DECODERS));
  }

  @Test
  void anotherVariantIsRefusedAndChangesNothing() {
    AdaptiveSwin network = network("stage1", 4);
    Parameters parameters = Parameters.fresh(network, 1);
    Parameters before = parameters.copy();
    assertThatThrownBy(() -> AdaptiveCheckpoint.read(file("stage1.pth"), network, parameters)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has backbone.patch_embed.proj.weight of shape [2, 3, 2, 2], this network needs [4, 3, 2, 2]");
    network.parameters().forEach(spec -> assertThat(parameters.get(spec.name())).isEqualTo(before.get(spec.name())));
  }
}
