package org.automtl4j.data.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.nd4j.linalg.api.ndarray.INDArray;

/** The published losses of NDDR-CNN and MTL-NAS. Nothing known gives NaN there and 0 here; one known normal crashes there and counts here. */
class LabelSizeLossGoldenTest {

  @TestFactory
  Stream<DynamicTest> everyCase() {
    GoldenFolder.needs("mtlnas/losses.json", "mtlnas/losses.npz");
    Map<String, Npy> arrays = GoldenArrays.all("mtlnas/losses.npz");
    return StreamSupport.stream(GoldenFolder.json("mtlnas/losses.json").get("cases").spliterator(), false)
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check(c, c.get("name").asText(), arrays)));
  }

  private static void check(JsonNode c, String name, Map<String, Npy> arrays) {
    boolean classes = c.get("kind").asText().equals("seg");
    Npy prediction = arrays.get(name + ".pred");
    Npy label = arrays.get(name + ".gt");
    if (name.equals("seg_label_out_of_range")) {
      float[] numbers = label.array(DataType.FLOAT).slice(0).reshape(-1).toFloatVector();
      Label values = Label.of(numbers, 1, (int) label.shape()[2], (int) label.shape()[3]);
      assertThatThrownBy(() -> LabelChecker.check(Task.segmentation("seg", (int) prediction.shape()[1]), values, "sample 0"))
          .isInstanceOf(InvalidInputException.class).hasMessageContaining("allowed are the classes 0 to 4");
      GoldenReport.mended("mtlnas/losses/" + name, "a label outside the classes", "the label is refused before it gets to the loss");
      return;
    }
    TaskLoss loss = new LabelSizeLoss(classes ? new CrossEntropyLoss(IgnoreRule.values(255.0)) : new AngleLoss(IgnoreRule.nothing()));
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      Optional<INDArray> mask = classes ? Optional.empty() : Optional.of(CodedMask.of(label).castTo(type));
      LossRun run = LossRun.of(loss, prediction.array(type), label.array(type), mask, 1);
      compare(c, "mtlnas/losses/" + name, run, Optional.ofNullable(arrays.get(name + ".dpred")).map(d -> d.array(DataType.DOUBLE)), type);
    }
  }

  private static void compare(JsonNode c, String name, LossRun run, Optional<INDArray> gradient, DataType type) {
    if (c.has("error")) {
      assertThat(run.validCount()).isEqualTo(1);
      assertThat(run.value()).isFinite();
      GoldenReport.mended(name, "one known pixel in the batch", "the loss of that pixel");
      return;
    }
    double expected = GoldenFolder.number(c.get(type == DataType.FLOAT ? "loss" : "loss_f64"));
    if (Double.isNaN(expected)) {
      assertThat(run.value()).isZero();
      assertThat(run.gradient().amaxNumber().doubleValue()).isZero();
      GoldenReport.mended(name, "nothing known", "0 without gradient");
      return;
    }
    GoldenReport.close(name, "loss, " + type, Math.abs(run.value() - expected), 1e-6 * Math.max(1, Math.abs(expected)));
    double tolerance = Math.max(1e-5 * c.get("dpred_absmax").asDouble(), 20 * c.get("f64_maxdiff").asDouble());
    GoldenReport.close(name, "gradient, " + type, run.gradient().castTo(DataType.DOUBLE).sub(gradient.orElseThrow()).amaxNumber().doubleValue(), tolerance);
  }
}
