package org.automtl4j.data.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.LabelChecker;
import org.automtl4j.data.golden.CodedMask;
import org.automtl4j.data.golden.GoldenArrays;
import org.automtl4j.data.golden.Npy;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;

/** Figures of the published metrics of NDDR-CNN and MTL-NAS. */
class PooledMetricsGoldenTest {
  private static final Map<String, String> NAMES = Map.of("Mean IoU", "miou_all", "Pixel Acc", "pixel_accuracy", "Mean", "angle_mean", "Median", "angle_median", "RMSE",
      "angle_rmse", "11.25", "within_11", "22.5", "within_22", "30", "within_30", "45", "within_45");

  @TestFactory
  Stream<DynamicTest> everyCase() {
    GoldenFolder.needs("mtlnas/metrics.json", "mtlnas/metrics.npz");
    Map<String, Npy> arrays = GoldenArrays.all("mtlnas/metrics.npz");
    return StreamSupport.stream(GoldenFolder.json("mtlnas/metrics.json").get("cases").spliterator(), false)
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check(c, "mtlnas/metrics/" + c.get("name").asText(), arrays)));
  }

  private static void check(JsonNode c, String report, Map<String, Npy> arrays) {
    String name = c.get("name").asText();
    boolean classes = c.get("kind").asText().equals("seg");
    if (name.startsWith("seg_label_")) {
      Npy label = arrays.get(name + ".0.gt");
      float[] numbers = label.array(DataType.FLOAT).slice(0).reshape(-1).toFloatVector();
      assertThatThrownBy(() -> LabelChecker.check(Task.segmentation("seg", 5), Label.of(numbers, 1, (int) label.shape()[2], (int) label.shape()[3]), "sample 0"))
          .isInstanceOf(InvalidInputException.class).hasMessageContaining("7");
      GoldenReport.mended(report, "a label outside the classes", "the label is refused before it is counted");
      return;
    }
    Task task = classes ? Task.segmentation("seg", c.get("classes").asInt()).withIgnore(IgnoreRule.values(255.0)) : Task.normals("normal").withIgnore(IgnoreRule.nothing());
    PooledSegmentationMetric pooled = new PooledSegmentationMetric(task);
    TaskMetric metric = new LabelSizeMetric(classes ? pooled : new AngleMetric(task));
    for (int b = 0; b < c.get("batches").asInt(); b++) {
      Npy label = arrays.get(name + "." + b + ".gt");
      metric.add(arrays.get(name + "." + b + ".pred").array(DataType.FLOAT), label.array(DataType.FLOAT), classes ? Optional.empty() : Optional.of(CodedMask.of(label)));
    }
    Map<String, Double> values = metric.values().stream().collect(Collectors.toMap(MetricValue::name, MetricValue::value));
    if (c.has("error")) {
      assertThat(values.get("angle_mean")).isBetween(0.0, 180.0);
      GoldenReport.mended(report, "one known pixel", "the figures of that pixel");
      return;
    }
    c.get("result").properties().forEach(entry -> {
      double published = GoldenFolder.number(entry.getValue());
      double found = values.get(NAMES.get(entry.getKey()));
      double difference = Double.isNaN(published) && Double.isNaN(found) ? 0 : Math.abs(published - found);
      GoldenReport.close(report, entry.getKey(), difference, 2e-5 * Math.max(1, Double.isNaN(published) ? 1 : Math.abs(published)));
    });
    if (c.has("hist")) {
      long[][] published = new ObjectMapper().convertValue(c.get("hist"), long[][].class);
      long[][] turned = pooled.confusion();
      long[][] found = new long[turned.length][turned.length];
      for (int i = 0; i < found.length; i++) {
        for (int j = 0; j < found.length; j++) {
          found[j][i] = turned[i][j];
        }
      }
      GoldenReport.same(report, "confusion matrix", Arrays.deepToString(found), Arrays.deepToString(published));
    }
  }
}
