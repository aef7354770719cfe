package org.automtl4j.data.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.golden.GoldenArrays;
import org.automtl4j.data.golden.Npy;
import org.automtl4j.data.metric.internal.EvaluatedBatch;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Figures of the published metrics. What differs on purpose: a batch without valid positions does not count instead of making everything NaN or failing, and a
 * depth that is not positive is outside every threshold.
 */
class MetricGoldenTest {
  private static final Map<String, String> NAMES = Map.ofEntries(
      Map.entry("mIoU", "miou_hit"), Map.entry("Pixel Acc", "pixel_accuracy"),
      Map.entry("abs_err", "abs_error"), Map.entry("rel_err", "rel_error"),
      Map.entry("sigma_1.25", "delta_1"), Map.entry("sigma_1.25^2", "delta_2"), Map.entry("sigma_1.25^3", "delta_3"),
      Map.entry("Angle Mean", "angle_mean"), Map.entry("Angle Median", "angle_median"),
      Map.entry("Angle 11.25", "within_11"), Map.entry("Angle 22.5", "within_22"), Map.entry("Angle 30", "within_30"),
      Map.entry("cosine_similarity", "cosine"));
  private static final Set<String> DELTAS = Set.of("delta_1", "delta_2", "delta_3");

  private record Batch(INDArray prediction, INDArray label, Optional<INDArray> mask) {}

  @TestFactory
  Stream<DynamicTest> everyCase() {
    GoldenFolder.needs("losses/metrics.json", "losses/metrics.npz");
    JsonNode file = GoldenFolder.json("losses/metrics.json");
    Map<String, Npy> arrays = GoldenArrays.all("losses/metrics.npz");
    List<Double> weights = DoubleStream.of(GoldenArrays.one("losses/" + file.get("weights").asText()).values()).boxed().toList();
    return StreamSupport.stream(file.get("cases").spliterator(), false)
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check(c, batches(c, arrays), weights)));
  }

  private static String report(JsonNode c) {
    return "metrics/" + c.get("name").asText();
  }

  private static List<Batch> batches(JsonNode c, Map<String, Npy> arrays) {
    return Stream.iterate(0, b -> b + 1).limit(c.get("batches").asInt()).map(b -> c.get("name").asText() + "." + b)
        .map(key -> new Batch(arrays.get(key + ".pred").array(DataType.FLOAT), arrays.get(key + ".gt").array(DataType.FLOAT),
            Optional.ofNullable(arrays.get(key + ".mask")).map(m -> m.array(DataType.FLOAT))))
        .toList();
  }

  private static Task task(JsonNode c, Batch batch) {
    String name = c.get("task").asText();
    return switch (name) {
      case "segment_semantic" -> Task.segmentation(name, (int) batch.prediction().size(1)).withIgnore(IgnoreRule.values(isCity(c) ? -1.0 : 255.0));
      case "normal" -> Task.normals(name);
      case "depth_zbuffer" -> Task.depth(name);
      default -> Task.keypoints(name);
    };
  }

  private static boolean isCity(JsonNode c) {
    return c.get("dataset").asText().equals("city");
  }

  private static EvaluatedBatch evaluated(JsonNode c, Batch batch) {
    return new EvaluatedBatch(batch.prediction(), batch.label(), batch.mask(), task(c, batch).ignore());
  }

  private static TaskMetric metric(JsonNode c, List<Batch> batches, List<Double> weights) {
    boolean taskonomy = c.get("dataset").asText().equals("taskonomy");
    TaskMetric metric = TaskMetrics.of(task(c, batches.get(0)), new MetricOptions(isCity(c), taskonomy ? weights : List.of(), true));
    batches.forEach(b -> metric.add(b.prediction(), b.label(), b.mask()));
    return metric;
  }

  private static void check(JsonNode c, List<Batch> batches, List<Double> weights) {
    if (batches.isEmpty()) { // published: an error or NaN; here every figure is NaN
      Task task = c.get("task").asText().equals("segment_semantic") ? Task.segmentation("seg", 19) : Task.depth("depth");
      assertThat(TaskMetrics.of(task).values()).allMatch(v -> Double.isNaN(v.value()));
      GoldenReport.mended(report(c), "metrics of no batches", "every figure is NaN in place of an error");
      return;
    }
    List<Batch> counting = batches.stream().filter(b -> validPositions(evaluated(c, b)) > 0).toList();
    TaskMetric metric = metric(c, batches, weights);
    Map<String, Double> values = byName(metric);
    if (counting.size() < batches.size()) {
      checkMended(c, values, counting.isEmpty() ? Map.of() : byName(metric(c, counting, weights)));
    } else {
      c.get("raw").fields().forEachRemaining(entry -> {
        if (!entry.getKey().equals("cmp")) {
          String name = NAMES.getOrDefault(entry.getKey(), values.containsKey("error") ? "error" : "abs_error");
          double published = GoldenFolder.number(entry.getValue());
          assertClose(c, name, values.get(name), DELTAS.contains(name) ? published - negativeShare(c, batches) : published);
        }
      });
      if (c.hasNonNull("conf_mat")) {
        GoldenReport.same(report(c), "confusion matrix", Arrays.deepToString(((SegmentationMetric) metric).confusion()),
            Arrays.deepToString(new ObjectMapper().convertValue(c.get("conf_mat"), long[][].class)));
      }
      checkComparison(c, batches, metric.values());
    }
  }

  /** A batch in which nothing is known: the figures are those of the other batches, but for a pixel accuracy that counts unknown pixels as wrong. */
  private static void checkMended(JsonNode c, Map<String, Double> values, Map<String, Double> others) {
    values.forEach((name, value) -> {
      if (!(isCity(c) && name.equals("pixel_accuracy"))) {
        assertThat(value).as(name).isEqualTo(others.getOrDefault(name, Double.NaN));
      }
    });
    GoldenReport.mended(report(c), "metrics with a batch in which nothing is known", "that batch does not count");
  }

  /** The published comparison with reference values, where no figure was mended. */
  private static void checkComparison(JsonNode c, List<Batch> batches, List<MetricValue> values) {
    boolean mended = c.get("task").asText().equals("depth_zbuffer") && negativeShare(c, batches) > 0;
    if (c.has("error") || mended) {
      if (mended) {
        GoldenReport.mended(report(c), "thresholds of depth", "a prediction that is not positive is outside every threshold");
      }
      return; // the published code has no reference values for this case, or counts negative depths as right
    }
    PublishedReferences references =
        switch (c.get("dataset").asText()) {
          case "city" -> PublishedReferences.CITYSCAPES;
          case "nyu" -> c.get("task_num").asInt() == 2 ? PublishedReferences.NYUV2_TWO_TASKS : PublishedReferences.NYUV2_THREE_TASKS;
          default -> PublishedReferences.TASKONOMY;
        };
    double comparison = RelativePerformance.ofTask(values, references.byTask().get(c.get("task").asText()));
    assertClose(c, "cmp", comparison, GoldenFolder.number(c.get("raw").get("cmp")));
  }

  private static void assertClose(JsonNode c, String name, double value, double expected) {
    if (Double.isNaN(expected)) {
      GoldenReport.same(report(c), name, value, Double.NaN);
    } else {
      GoldenReport.close(report(c), name, Math.abs(value - expected), 2e-5 * Math.max(1, Math.abs(expected)));
    }
  }

  private static Map<String, Double> byName(TaskMetric metric) {
    return metric.values().stream().collect(Collectors.toMap(MetricValue::name, MetricValue::value));
  }

  private static long validPositions(EvaluatedBatch batch) {
    return positions(batch).filter(p -> batch.isValid(p / batch.positions(), p % batch.positions())).count();
  }

  private static IntStream positions(EvaluatedBatch batch) {
    return IntStream.range(0, batch.size() * batch.positions());
  }

  /** Per cent of valid positions with a negative prediction: the published ratios are negative there and count as within every threshold. */
  private static double negativeShare(JsonNode c, List<Batch> batches) {
    long negative = 0;
    long all = 0;
    for (Batch b : batches) {
      EvaluatedBatch batch = evaluated(c, b);
      int area = batch.positions();
      negative += positions(batch).filter(p -> batch.isValid(p / area, p % area) && batch.prediction(p / area, 0, p % area) < 0).count();
      all += validPositions(batch);
    }
    return 100.0 * negative / all;
  }
}
