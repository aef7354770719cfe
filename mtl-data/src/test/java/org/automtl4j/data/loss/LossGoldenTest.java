package org.automtl4j.data.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.LabelChecker;
import org.automtl4j.data.golden.GoldenArrays;
import org.automtl4j.data.golden.Npy;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Values and gradients of the published losses. A batch without a valid position gives NaN there and 0 here. */
class LossGoldenTest {

  @TestFactory
  Stream<DynamicTest> everyCase() {
    GoldenFolder.needs("losses/losses.json", "losses/losses.npz");
    JsonNode file = GoldenFolder.json("losses/losses.json");
    Map<String, Npy> arrays = GoldenArrays.all("losses/losses.npz");
    List<Double> weights = DoubleStream.of(GoldenArrays.one("losses/" + file.get("weights").asText()).values()).boxed().toList();
    return StreamSupport.stream(file.get("cases").spliterator(), false)
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> {
          if (c.has("error")) {
            checkRefused(c, arrays);
          } else {
            check(c, arrays, published(c, weights));
          }
        }));
  }

  /** The published code fails inside the loss; here the label is refused before it gets there. */
  private static void checkRefused(JsonNode c, Map<String, Npy> arrays) {
    Npy label = arrays.get(c.get("name").asText() + ".gt");
    int classes = (int) arrays.get(c.get("name").asText() + ".pred").shape()[1];
    float[] first = label.array(DataType.FLOAT).slice(0).reshape(-1).toFloatVector();
    Label values = Label.of(first, 1, (int) label.shape()[2], (int) label.shape()[3]);
    assertThatThrownBy(() -> LabelChecker.check(Task.segmentation("seg", classes), values, "sample 0"))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("sample 0").hasMessageContaining("0 to " + (classes - 1));
    GoldenReport.same(report(c), "a label outside the classes is refused", c.has("error"), true);
  }

  private static String report(JsonNode c) {
    return "losses/" + c.get("name").asText();
  }

  private static TaskLoss published(JsonNode c, List<Double> weights) {
    boolean taskonomy = c.get("dataset").asText().equals("taskonomy");
    double unknown = c.get("dataset").asText().equals("city") ? -1 : 255;
    return switch (c.get("task").asText()) {
      case "segment_semantic" -> new CrossEntropyLoss(IgnoreRule.values(unknown), taskonomy ? weights : List.of(), false);
      case "normal" -> new CosineLoss(IgnoreRule.values(255.0));
      case "depth_zbuffer" -> new AbsoluteErrorLoss(IgnoreRule.atMost(3e-5));
      default -> new AbsoluteErrorLoss(IgnoreRule.values(255.0));
    };
  }

  private static void check(JsonNode c, Map<String, Npy> arrays, TaskLoss loss) {
    String name = c.get("name").asText();
    double expected = GoldenFolder.number(c.get("loss"));
    INDArray gradient = arrays.get(name + ".dpred").array(DataType.DOUBLE);
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      Optional<INDArray> mask = Optional.ofNullable(arrays.get(name + ".mask")).map(m -> m.array(type));
      LossRun run = LossRun.of(loss, arrays.get(name + ".pred").array(type), arrays.get(name + ".gt").array(type), mask, 1);
      if (Double.isNaN(expected)) {
        assertThat(run.value()).isZero();
        assertThat(run.validCount()).isZero();
        assertThat(run.gradient().amaxNumber().doubleValue()).isZero();
        GoldenReport.mended(report(c), "loss without a valid position, " + type, "0 with zero gradient in place of NaN");
      } else {
        double exact = GoldenFolder.number(c.get("f64"));
        double tolerance = type == DataType.DOUBLE ? 2e-7 * Math.abs(exact) : Math.max(1e-5 * Math.abs(exact), 20 * Math.abs(exact - expected));
        GoldenReport.close(report(c), "value, " + type, Math.abs(run.value() - exact), tolerance);
        double largest = gradient.amaxNumber().doubleValue();
        double difference = run.gradient().castTo(DataType.DOUBLE).sub(gradient).amaxNumber().doubleValue();
        GoldenReport.close(report(c), "gradient, " + type, difference, (type == DataType.DOUBLE ? 1e-6 : 1e-5) * largest);
      }
    }
  }
}
