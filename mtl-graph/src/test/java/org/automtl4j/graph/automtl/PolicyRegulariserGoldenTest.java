package org.automtl4j.graph.automtl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.golden.GoldenCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The policy regulariser has the published value, and by finite differences the published gradient. */
class PolicyRegulariserGoldenTest {
  /** What single precision, in which the published numbers were computed, leaves of the largest of them: the tolerance of all golden cases. */
  private static final double ROUNDING = 1e-5;
  private static final double ROUNDINGS = 20;
  private static final double STEP = 1e-4;

  static Stream<GoldenCase> cases() {
    return GoldenFolder.cases("node_types").stream().map(GoldenCase::read).filter(golden -> golden.json().has("policy_reg"));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void valueAndGradientAreThePublishedOnes(GoldenCase golden) {
    SuperModel model = golden.model(golden.backbone(), DataType.DOUBLE);
    for (JsonNode run : golden.json().get("policy_reg")) {
      String task = run.get("task").asText();
      INDArray noise = golden.arrays("noise_reg.npz").array(task).toINDArray(DataType.DOUBLE);
      SameDiff sd = SameDiff.create();
      String r = PolicyRegulariser.build(sd, model, task, "g", "tau", run.get("scale").asDouble()).name();
      Map<String, INDArray> inputs = Map.of("g", noise, "tau", Nd4j.scalar(run.get("tau").asDouble()));
      String what = "policy regulariser of " + task + ", scale " + run.get("scale").asText();
      GoldenReport.close(golden.name(), what, Math.abs(sd.outputSingle(inputs, r).getDouble() - run.get("value").asDouble()),
          tolerance(run, Math.abs(run.get("value").asDouble())));
      INDArray expected = golden.arrays("policy_reg_grad.npz").array(run.get("grad").asText()).toINDArray(DataType.DOUBLE);
      INDArray logits = model.parameters().get(ParameterNames.policy(task));
      double largest = 0;
      for (int i = 0; i < logits.length(); i++) {
        double old = logits.getDouble(i);
        logits.putScalar(i, old + STEP);
        double above = sd.outputSingle(inputs, r).getDouble();
        logits.putScalar(i, old - STEP);
        double below = sd.outputSingle(inputs, r).getDouble();
        logits.putScalar(i, old);
        largest = Math.max(largest, Math.abs((above - below) / (2 * STEP) - expected.getDouble(i)));
      }
      GoldenReport.close(golden.name(), what + ": gradient", largest,
          tolerance(run, expected.amaxNumber().doubleValue()) + STEP * STEP);
    }
  }

  /** That of a published number, by its rounding where the case says it. */
  private static double tolerance(JsonNode run, double largest) {
    return Math.max(ROUNDING * largest, ROUNDINGS * run.path("f64_maxdiff").asDouble());
  }
}
