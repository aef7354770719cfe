package org.automtl4j.data.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.cityscapes.Cityscapes;
import org.automtl4j.data.dataset.layout.LayoutDataSet;
import org.automtl4j.data.dataset.layout.LayoutReader;
import org.automtl4j.data.dataset.nyuv2.NormalEncoding;
import org.automtl4j.data.dataset.nyuv2.Nyuv2;
import org.automtl4j.data.dataset.taskonomy.Taskonomy;
import org.automtl4j.data.loss.CrossEntropyLoss;
import org.automtl4j.data.loss.LossRun;
import org.automtl4j.data.metric.TaskMetrics;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.Quirk;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How published data sets, losses and metrics behave in odd situations, beside how ours do; every probe is asserted by its id. */
class DataQuirksGoldenTest {
  /** The data sets that a probe looks into: without them it is left out, and the report says that they are missing. */
  private static final Map<String, List<String>> DATA_SETS = Map.of("data.taskonomy_train1", List.of("taskonomy"), "data.mode_identity", List.of("cityscapes"),
      "data.no_slash", List.of("cityscapes"), "data.types", List.of("cityscapes", "nyuv2", "taskonomy"));
  private static final Map<String, Consumer<Quirk>> PROBES = Map.of(
      "data.taskonomy_train1", quirk -> {
        assertThat(quirk.failed()).isTrue();
        Path root = root("taskonomy");
        LayoutDataSet data = open(new Taskonomy(root, "test"), root, 256);
        for (Split split : List.of(Split.TRAIN1, Split.TRAIN2)) {
          assertThat(data.size(split)).isPositive();
          assertThat(data.sample(split, 0, 0, List.of("keypoints2d")).image()).hasSize(3 * 256 * 256);
        }
        quirk.departs("train1 and train2 lie in the folder train");
      },
      "data.mode_identity", quirk -> {
        assertThat(quirk.failed()).isTrue();
        Path root = root("cityscapes");
        String name = String.join("_", "depth", "zbuffer");
        assertThat(open(new Cityscapes(19), root, 16).sample(Split.TRAIN, 0, 0, List.of(name)).label(name).values()).isNotEmpty();
        quirk.departs("equal names are the same name");
      },
      "data.no_slash", quirk -> {
        assertThat(quirk.failed()).isTrue();
        Path root = root("cityscapes");
        assertThat(root.toString()).doesNotEndWith("/");
        assertThat(open(new Cityscapes(19), root, 16).size(Split.TRAIN)).isPositive();
        quirk.departs("the folder may be given with or without a slash at its end");
      },
      "data.types", DataQuirksGoldenTest::types,
      "loss.no_valid_pixel", quirk -> {
        INDArray prediction = Nd4j.rand(DataType.FLOAT, 1, 3, 2, 2);
        LossRun run = LossRun.of(new CrossEntropyLoss(IgnoreRule.values(-1.0), List.of(), false), prediction, Nd4j.valueArrayOf(new long[] {1, 1, 2, 2}, -1.0,
            DataType.FLOAT), Optional.empty(), 1);
        assertThat(GoldenFolder.number(quirk.result().get(0))).isNaN();
        assertThat(run.value()).isZero();
        assertThat(run.gradient().amaxNumber().doubleValue()).isEqualTo(quirk.result().get(1).asDouble());
        quirk.departs("the loss counts as 0, with the published gradient 0; no step is taken");
      },
      "metric.taskonomy_needs_weights", quirk -> {
        assertThat(quirk.failed()).isTrue();
        Taskonomy without = new Taskonomy(Path.of("nowhere"), "test");
        assertThat(without.classWeights(Task.segmentation("segment_semantic", 17))).isEmpty();
        assertThat(TaskMetrics.of(Task.keypoints("keypoints2d")).values()).isNotEmpty();
        quirk.departs("without a file of weights every class counts alike, and other tasks never ask for it");
      });

  @TestFactory
  Stream<DynamicTest> everyProbeOfData() {
    return Quirk.of(Quirk.Group.DATA).stream().map(quirk -> DynamicTest.dynamicTest(quirk.id(), () -> {
      DATA_SETS.getOrDefault(quirk.id(), List.of()).forEach(set -> GoldenFolder.needs("datasets/" + set));
      assertThat(PROBES).as("the probes that are asserted here").containsKey(quirk.id());
      PROBES.get(quirk.id()).accept(quirk);
    }));
  }

  /** Images have the published type; labels have it too, where the published ones have the type of their files. */
  private static void types(Quirk quirk) {
    Map<String, String> ours = new TreeMap<>();
    Map<String, String> published = new TreeMap<>();
    quirk.result().fields().forEachRemaining(entry -> {
      String[] name = entry.getKey().split("\\.");
      Path root = root(name[0].equals("city") ? "cityscapes" : name[0].equals("nyu") ? "nyuv2" : "taskonomy");
      LayoutReader reader = switch (name[0]) {
        case "city" -> new Cityscapes(19);
        case "nyu" -> new Nyuv2(NormalEncoding.RAW_BYTES);
        default -> new Taskonomy(root, "test");
      };
      String task = Map.of("seg", "segment_semantic", "depth", "depth_zbuffer", "normal", "normal", "key", "keypoints2d").get(name[1]);
      Sample sample = open(reader, root, 16).sample(Split.TRAIN, 0, 0, List.of(task));
      assertThat(sample.label(task).values()).isInstanceOf(float[].class);
      ours.put(entry.getKey(), sample.image() instanceof float[] ? "torch.float32" : "another");
      published.put(entry.getKey(), entry.getValue().get("input").asText());
    });
    quirk.same(ours, published);
  }

  private static Path root(String set) {
    return GoldenFolder.root().resolve("datasets").resolve(set);
  }

  private static LayoutDataSet open(LayoutReader reader, Path root, int side) {
    return LayoutDataSet.builder(reader, root).crop(side, side).size(side, side).validation(0, 0).build();
  }
}
