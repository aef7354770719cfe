package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Convolution;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PolicyRegulariserTest {

  @Test
  void whereNothingCanBeSkippedThereIsNoSkipTerm() {
    Backbone backbone = Nets.chain(2, new Convolution("shrinks", 3, 3, 1, 0, 1, 1, true), Nets.conv("last", 3, 3, 1, 1, 1, true));
    SuperModel model = twoTasks(backbone, BatchNormPolicy.TASK_SPECIFIC);
    model.parameters().get("policy.a").putScalar(0, 2, 1e6);
    double p1 = Math.log(1 + Math.exp(0)) * 0.5; // p = (1/2, 1/2), (D - depth) / D = 1/2; the last layer has weight 0
    assertThat(value(model, "a")).isCloseTo(p1, within(1e-12));
  }

  @Test
  void withSearchedBatchNormsTheyCountInTheDepth() {
    Backbone backbone = Nets.chain(2, Nets.conv("c", 2, 3, 1, 1, 1, true), Nets.norm("b"), Nets.conv("d", 2, 3, 1, 1, 1, true), Nets.norm("e"));
    assertThat(value(twoTasks(backbone, BatchNormPolicy.TASK_SPECIFIC), "a")).isCloseTo(0.5 * 2 * Math.log(2), within(1e-12));
    assertThat(value(twoTasks(backbone, BatchNormPolicy.SEARCH), "a")).isCloseTo((0.75 + 0.5 + 0.25) * 2 * Math.log(2), within(1e-12));
  }

  @Test
  void aSingleTaskHasNothingToRegularise() {
    Backbone backbone = Nets.chain(2, Nets.norm("b"));
    SuperModel model = SuperModel.builder(backbone).task(Nets.wide("a", backbone), Nets.NO_HEAD).dataType(DataType.DOUBLE).build();
    SameDiff sd = SameDiff.create();
    SDVariable r = PolicyRegulariser.build(sd, model, "a", "g", "tau", PolicyRegulariser.SCALE);
    assertThat(r.eval().getDouble()).isZero();
  }

  private static double value(SuperModel model, String task) {
    SameDiff sd = SameDiff.create();
    String r = PolicyRegulariser.build(sd, model, task, "g", "tau", PolicyRegulariser.SCALE).name();
    INDArray noise = Nd4j.zeros(DataType.DOUBLE, model.policyNodes().size(), 3);
    return sd.outputSingle(Map.of("g", noise, "tau", Nd4j.scalar(1.0)), r).getDouble();
  }

  private static SuperModel twoTasks(Backbone backbone, BatchNormPolicy policy) {
    SuperModel.Builder builder = SuperModel.builder(backbone).batchNormPolicy(policy).dataType(DataType.DOUBLE);
    List.of("a", "b").forEach(name -> builder.task(Nets.wide(name, backbone), Nets.NO_HEAD));
    return builder.build();
  }
}
