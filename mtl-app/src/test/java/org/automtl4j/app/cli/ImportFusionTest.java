package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.prototxt.Prototxt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint that the published search saved, on the command line: imported, measured as the published tools do. */
class ImportFusionTest {
  private static final Path CHECKPOINT = Path.of("..", "mtl-graph", "src", "test", "resources", "golden", "mtlnas", "ckpt", "ckpt-00003.pth");
  private static final Path DATA = Path.of("..", "mtl-train", "src", "test", "resources", "golden", "mtlnas", "traj", "datasets", "nyu_v2");
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeBackbone() throws Exception {
    String text = Prototxt.write(Backbone.named("vgg16_largefov"));
    for (Map.Entry<Integer, Integer> width : Map.of(64, 3, 128, 4, 256, 5, 512, 6).entrySet()) {
      text = text.replace("num_output: " + width.getKey() + " ", "num_output: " + width.getValue() + " ");
    }
    Files.writeString(folder.resolve("small.prototxt"), text);
  }

  private int run(String... arguments) {
    return AutoMtl.execute(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  private int importCheckpoint(String tasks, String... more) {
    List<String> arguments = new ArrayList<>(List.of("import", "checkpoint", CHECKPOINT.toString(), "--backbone", folder.resolve("small.prototxt").toString(), "--tasks", tasks,
        "--input", "33x41", "--out", folder.resolve("model.zip").toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void itIsMeasuredAsThePublishedToolsDo() throws Exception {
    assertThat(importCheckpoint("segment_semantic:segmentation:5,normal:normals")).as(err.toString()).isEqualTo(AutoMtl.DONE);
    assertThat(FusionArchitecture.read(folder.resolve("architecture.json")).edges()).hasSize(23);
    try (MultiTaskModel model = MultiTaskModel.load(folder.resolve("model.zip"))) {
      assertThat(model.edges().orElseThrow().edges()).hasSize(23);
    }
    out.getBuffer().setLength(0);
    assertThat(run("evaluate", folder.resolve("model.zip").toString(), "--layout", "nddr", "--root", DATA.toString(), "--normals", "RAW_CODE", "--json")).as(err.toString())
        .isEqualTo(AutoMtl.DONE);
    JsonNode found = new ObjectMapper().readTree(out.toString()).get("metrics");
    assertThat(found.get("segment_semantic").get("miou_all").asDouble()).isCloseTo(0.012195122, within(1e-8));
    assertThat(found.get("segment_semantic").get("pixel_accuracy").asDouble()).isCloseTo(0.060975610, within(1e-8));
    assertThat(found.get("normal").get("angle_mean").asDouble()).isCloseTo(104.974433899, within(1e-3));
    assertThat(found.get("normal").get("angle_median").asDouble()).isCloseTo(102.983901978, within(2e-3));
    assertThat(found.get("normal").get("angle_rmse").asDouble()).isCloseTo(105.416870117, within(1e-3));
    assertThat(found.get("normal").get("within_45").asDouble()).isZero();
  }

  @Test
  void optionsOfTheOtherCodeAreRefused() {
    assertThat(importCheckpoint("segment_semantic:segmentation:5,normal:normals", "--stage", "hard")).isEqualTo(AutoMtl.WRONG_INPUT);
    assertThat(err.toString()).contains("--stage: found with a checkpoint of MTL-NAS or NDDR-CNN");
    assertThat(importCheckpoint("segment_semantic:segmentation:5,normal:normals", "--mean", "1,2")).isEqualTo(AutoMtl.WRONG_INPUT);
    assertThat(err.toString()).contains("--mean: found 2 numbers, allowed: three");
    assertThat(importCheckpoint("segment_semantic:segmentation:7,normal:normals")).isEqualTo(AutoMtl.WRONG_INPUT);
    assertThat(err.toString()).contains("net1.head.10.weight has shape [5, 8, 1, 1], the network's is [[1, 1, 8, 7]]");
  }
}
