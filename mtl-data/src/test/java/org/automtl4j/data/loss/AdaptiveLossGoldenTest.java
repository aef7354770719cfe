package org.automtl4j.data.loss;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.data.golden.GoldenArrays;
import org.automtl4j.data.golden.Npy;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;

/** The published losses of AdaMTL. Nothing known gives NaN there, or 0, and 0 here. */
class AdaptiveLossGoldenTest {
  private static final IgnoreRule UNKNOWN = IgnoreRule.values(255.0);

  @TestFactory
  Stream<DynamicTest> everyCase() {
    GoldenFolder.needs("adamtl/losses/losses.json", "adamtl/losses/losses.npz");
    Map<String, Npy> arrays = GoldenArrays.all("adamtl/losses/losses.npz");
    return StreamSupport.stream(GoldenFolder.json("adamtl/losses/losses.json").get("single").spliterator(), false)
        .map(c -> DynamicTest.dynamicTest(c.get("id").asText(), () -> check(c, c.get("id").asText(), arrays)));
  }

  private static TaskLoss loss(String task) {
    return switch (task) {
      case "normals" -> new DirectionErrorLoss(UNKNOWN);
      case "sal" -> new BalancedLogisticLoss(IgnoreRule.nothing());
      case "edge" -> new BalancedLogisticLoss(IgnoreRule.nothing(), OptionalDouble.of(0.95));
      case "depth" -> new AbsoluteErrorLoss(UNKNOWN);
      default -> new CrossEntropyLoss(UNKNOWN);
    };
  }

  private static void check(JsonNode c, String id, Map<String, Npy> arrays) {
    String name = "adamtl/losses/" + id;
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      LossRun run = LossRun.of(loss(c.get("task").asText()), arrays.get(id + ".pred").array(type), arrays.get(id + ".gt").array(type), Optional.empty(), 1);
      double expected = GoldenFolder.number(c.get(type == DataType.FLOAT ? "loss" : "f64_loss"));
      if (Double.isNaN(expected)) {
        assertThat(run.value()).isZero();
        assertThat(run.gradient().amaxNumber().doubleValue()).isZero();
        GoldenReport.mended(name, "nothing known", "0 without gradient");
        continue;
      }
      if (id.equals("normals_scalar_ignore")) {
        assertThat(run.value()).isFinite();
        GoldenReport.mended(name, "components that are unknown alone", "a pixel is known or not");
        continue;
      }
      GoldenReport.close(name, "loss, " + type, Math.abs(run.value() - expected), 2e-6 * Math.max(1, Math.abs(expected)));
      if (id.equals("normals_zero_prediction")) {
        assertThat(run.gradient().amaxNumber().doubleValue()).isFinite();
        GoldenReport.mended(name, "the gradient of a prediction without direction", "it is not 1e12");
        continue;
      }
      double tolerance = Math.max(1e-6, 20 * c.get("f64_maxdiff").asDouble());
      GoldenReport.close(name, "gradient, " + type, run.gradient().castTo(DataType.DOUBLE).sub(arrays.get(id + ".dpred").array(DataType.DOUBLE)).amaxNumber().doubleValue(), tolerance);
    }
  }
}
