package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Pooling.Mode;
import org.automtl4j.graph.backbone.Relu6;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers without branches against loops that say what they mean. */
class LayersTest {
  private static final int ROWS = 7;
  private static final int COLUMNS = 10;

  static Stream<Pooling> poolings() {
    return Stream.of(Mode.values()).flatMap(mode -> Stream.of(
        new Pooling("plain", mode, 2, 2, 0, false, false), new Pooling("padded", mode, 3, 2, 1, false, false),
        new Pooling("ceil", mode, 3, 2, 0, true, false), new Pooling("ceil and padded", mode, 3, 2, 1, true, false),
        new Pooling("wide", mode, 5, 3, 2, true, false), new Pooling("steps over", mode, 2, 4, 1, true, false),
        new Pooling("global", mode, 0, 1, 0, false, true)));
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void poolingTakesMaximaAndMeansAsThePublishedCode(Pooling pooling) {
    INDArray x = Nets.random(DataType.DOUBLE, 1, 2, 3, ROWS, COLUMNS);
    INDArray y = run(Nets.chain(3, pooling), x);
    assertThat(y.shape()).containsExactly(2, 3, pooling.outputSize(ROWS), pooling.outputSize(COLUMNS));
    for (int r = 0; r < y.size(2); r++) {
      for (int c = 0; c < y.size(3); c++) {
        assertThat(y.getDouble(1, 2, r, c)).isCloseTo(window(pooling, x, r, c), within(1e-12));
      }
    }
  }

  private static double window(Pooling p, INDArray x, int r, int c) {
    int top = p.global() ? 0 : r * p.stride() - p.pad();
    int left = p.global() ? 0 : c * p.stride() - p.pad();
    int bottom = p.global() ? ROWS : Math.min(top + p.kernel(), ROWS + p.pad());
    int right = p.global() ? COLUMNS : Math.min(left + p.kernel(), COLUMNS + p.pad());
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int i = Math.max(top, 0); i < Math.min(bottom, ROWS); i++) {
      for (int j = Math.max(left, 0); j < Math.min(right, COLUMNS); j++) {
        max = Math.max(max, x.getDouble(1, 2, i, j));
        sum += x.getDouble(1, 2, i, j);
      }
    }
    return p.mode() == Mode.MAX ? max : sum / ((bottom - top) * (right - left));
  }

  @ParameterizedTest
  @EnumSource(Eltwise.Operation.class)
  void twoMapsAreJoinedAndASinglePixelIsBroadcast(Eltwise.Operation operation) {
    DoubleBinaryOperator op = switch (operation) {
      case SUM -> (a, b) -> a + b;
      case PROD -> (a, b) -> a * b;
      case MAX -> Math::max;
    };
    Layer global = new Pooling("gap", Mode.AVERAGE, 0, 1, 0, false, true);
    Backbone broadcast = Backbone.of("e", 3, List.of(Nets.node(0, global, -1), Nets.node(1, new Eltwise("e", operation), 0, -1)));
    Backbone equal = Backbone.of("e", 3, List.of(Nets.node(0, Nets.relu("r"), -1), Nets.node(1, new Eltwise("e", operation), -1, 0)));
    INDArray x = Nets.random(DataType.DOUBLE, 1, 2, 3, ROWS, COLUMNS);
    INDArray mean = x.mean(true, 2, 3);
    assertThat(run(broadcast, x).getDouble(1, 0, 4, 9)).isEqualTo(op.applyAsDouble(mean.getDouble(1, 0, 0, 0), x.getDouble(1, 0, 4, 9)));
    assertThat(run(equal, x).getDouble(0, 2, 3, 3)).isEqualTo(op.applyAsDouble(Math.max(x.getDouble(0, 2, 3, 3), 0), x.getDouble(0, 2, 3, 3)));
  }

  @Test
  void innerProductFlattensASinglePixel() {
    Layer global = new Pooling("gap", Mode.AVERAGE, 0, 1, 0, false, true);
    SuperModel model = model(Nets.chain(3, global, new InnerProduct("fc", 5, true)));
    INDArray x = Nets.random(DataType.DOUBLE, 1, 2, 3, ROWS, COLUMNS);
    INDArray expected = x.mean(2, 3).mmul(model.parameters().get("layer.1.weight")).addRowVector(model.parameters().get("layer.1.bias"));
    INDArray y = run(model, x);
    assertThat(y.shape()).containsExactly(2, 5, 1, 1);
    assertThat(y.reshape(2, 5).sub(expected).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  @Test
  void innerProductActsOnTheLastAxisOfAMap() {
    SuperModel model = model(Backbone.of("fc", COLUMNS, List.of(new Node(0, new InnerProduct("fc", 4, false), "y", List.of("data"), List.of(Node.DATA)))));
    INDArray x = Nets.random(DataType.DOUBLE, 1, 2, COLUMNS, ROWS, COLUMNS);
    INDArray y = run(model, x);
    assertThat(y.shape()).containsExactly(2, COLUMNS, ROWS, 4);
    INDArray expected = x.reshape(-1, COLUMNS).mmul(model.parameters().get("layer.0.weight")).reshape(y.shape());
    assertThat(y.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  @Test
  void relu6CutsAtSix() {
    INDArray x = Nets.random(DataType.DOUBLE, 1, 2, 3, ROWS, COLUMNS).muli(6);
    INDArray y = run(Nets.chain(3, new Relu6("r", false)), x);
    assertThat(y.maxNumber().doubleValue()).isEqualTo(6);
    assertThat(y.getDouble(0, 1, 2, 3)).isEqualTo(Math.min(Math.max(x.getDouble(0, 1, 2, 3), 0), 6));
  }

  private static SuperModel model(Backbone backbone) {
    SuperModel model = SuperModel.builder(backbone).task(Nets.wide("a", backbone), Nets.NO_HEAD).dataType(DataType.DOUBLE).build();
    Nets.randomise(model, 3);
    return model;
  }

  private static INDArray run(Backbone backbone, INDArray x) {
    return run(model(backbone), x);
  }

  private static INDArray run(SuperModel model, INDArray x) {
    TaskGraph graph = TaskGraphs.build(model, Stage.COMMON, "a", false, ROWS, COLUMNS);
    return Nets.run(graph, Map.of(TaskGraph.INPUT, x), List.of(graph.features().get("a"))).get(graph.features().get("a"));
  }
}
