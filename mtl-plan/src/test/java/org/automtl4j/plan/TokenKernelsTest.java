package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.automtl4j.core.ops.Activations;
import org.automtl4j.core.ops.LayerNorms;
import org.automtl4j.core.ops.Tokens;
import org.automtl4j.core.ops.WindowGrid;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Loops over tokens that exist in single precision only, on arrays that are large enough for several threads. */
class TokenKernelsTest {
  private static final WindowGrid GRID = new WindowGrid(14, 21, 7, 3);

  private static INDArray random(int seed, long... shape) {
    Nd4j.getRandom().setSeed(seed);
    return Nd4j.randn(DataType.DOUBLE, shape);
  }

  @Test
  void movesOfTokensAreExact() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.FLOAT, 2, GRID.height() * GRID.width(), 60);
    SDVariable windows = Tokens.take(x, sd.constant(Nd4j.createFromArray(GRID.partition())));
    sd.permute(windows.reshape(2, -1, 3, 2, 10), 2, 0, 3, 1, 4).rename("y");
    INDArray numbers = random(1, 2, 294, 60).castTo(DataType.FLOAT);
    INDArray expected = sd.output(Map.of("x", numbers), "y").get("y");
    for (boolean lowering : new boolean[] {false, true}) {
      try (InferencePlan plan = InferencePlan.builder(sd).input("x", numbers.shape()).outputs(List.of("y")).lowering(lowering).build()) {
        plan.input("x").assign(numbers);
        plan.run();
        assertThat(plan.value("y")).isEqualTo(expected);
      }
    }
  }

  @Test
  void gradientsOfTakenTokensAreTheSameInSingleAndDoublePrecision() {
    new FloatAgainstDouble().input("x", random(2, 2, 294, 60)).differAtMost(1e-6,
        (graph, in) -> Tokens.take(in[0].mul(1.5), graph.constant(Nd4j.createFromArray(GRID.partition()))).reshape(2, 294, 6, 10));
    int[] index = WindowGrid.relativeIndex(7);
    new FloatAgainstDouble().input("table", random(3, 169, 12)).differAtMost(1e-5,
        (graph, in) -> Tokens.relativeBias(in[0], graph.constant(Nd4j.createFromArray(index)), 7));
  }

  @Test
  void geluIsTheSameInSingleAndDoublePrecisionFarAwayToo() {
    INDArray numbers = random(4, 3, 7, 11, 97).muli(4);
    numbers.putScalar(0, 40).putScalar(1, -40).putScalar(2, 0).putScalar(3, -13.3).putScalar(4, 5.6).putScalar(5, -5.6);
    new FloatAgainstDouble().input("x", numbers).differAtMost(1e-6, (graph, in) -> Activations.gelu(in[0]));
    assertThat(calls(graph -> Activations.gelu(graph.placeHolder("x", DataType.FLOAT, 5, 3)), 5, 3)).as("calls of the forward pass")
        .isEqualTo(1);
  }

  @Test
  void layerNormsAreTheSameInSingleAndDoublePrecision() {
    new FloatAgainstDouble().input("x", random(5, 2, 9, 13, 50).muli(2).addi(1)).input("gamma", random(6, 50)).input("beta", random(7, 50))
        .differAtMost(3e-6, (graph, in) -> LayerNorms.layerNorm(in[0], in[1], in[2], 1e-5));
    assertThat(calls(graph -> LayerNorms.layerNorm(graph.placeHolder("x", DataType.FLOAT, 5, 3), graph.var("gamma",
        Nd4j.ones(DataType.FLOAT, 3)),
        graph.var("beta", Nd4j.ones(DataType.FLOAT, 3)), 1e-5), 5, 3)).as("calls of the forward pass").isEqualTo(1);
  }

  @Test
  void attentionsAreTheSameInSingleAndDoublePrecision() {
    Tokens.Heads heads = new Tokens.Heads(3, 8, 49);
    INDArray qkv = random(11, 2 * 294, 72);
    INDArray bias = random(12, 1, 3, 49, 49);
    for (boolean masked : new boolean[] {false, true}) {
      new FloatAgainstDouble().input("qkv", qkv).input("bias", bias).differAtMost(1e-5, (graph, in) -> {
        Optional<SDVariable> mask = masked ? Optional.of(graph.constant(GRID.mask(in[0].dataType()))) : Optional.empty();
        return Tokens.attention(in[0], heads, 0.9, in[1], mask).reshape(2, 6, 49, 24);
      });
    }
    assertThat(calls(graph -> graph.nn().softmax(graph.placeHolder("x", DataType.FLOAT, 2, 3, 4, 4).add(graph.var("bias",
        Nd4j.ones(DataType.FLOAT, 1, 3, 4, 4))), 3), 2, 3, 4, 4))
        .as("calls of the forward pass").isEqualTo(1);
    assertThat(calls(graph -> {
      SDVariable scores = graph.placeHolder("x", DataType.FLOAT, 4, 3, 4, 4).add(graph.var("bias", Nd4j.ones(DataType.FLOAT, 1, 3, 4, 4)));
      SDVariable mask = graph.constant(new WindowGrid(2, 4, 2, 1).mask(DataType.FLOAT)).reshape(1, 2, 1, 4, 4);
      return graph.nn().softmax(scores.reshape(-1, 2, 3, 4, 4).add(mask).reshape(-1, 3, 4, 4), 3);
    }, 4, 3, 4, 4)).as("calls of the forward pass with a mask").isEqualTo(1);
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.FLOAT, 4, 150, 64);
    SDVariable y = LayerNorms.layerNorm(x, sd.var("gamma", random(8, 64).castTo(DataType.FLOAT)), sd.var("beta", random(9, 64)
        .castTo(DataType.FLOAT)), 1e-5);
    Activations.gelu(y).mul(y).sum().rename("loss");
    INDArray numbers = random(10, 4, 150, 64).castTo(DataType.FLOAT);
    List<INDArray> gammas = new ArrayList<>();
    int before = ParallelLoop.threads();
    for (int threads : new int[] {1, 2, 3}) {
      Backend.useThreads(threads);
      try (TrainingPlan plan = TrainingPlan.builder(sd).input("x", numbers.shape()).loss("loss").gradientsOf(List.of("gamma", "beta"))
          .build()) {
        plan.input("x").assign(numbers);
        plan.forward();
        plan.backward();
        gammas.add(plan.gradient("gamma").dup());
      } finally {
        Backend.useThreads(before);
      }
    }
    assertThat(gammas.get(1)).isEqualTo(gammas.get(0));
    assertThat(gammas.get(2)).isEqualTo(gammas.get(0));
  }

  private static int calls(Function<SameDiff, SDVariable> build, long... shape) {
    SameDiff sd = SameDiff.create();
    build.apply(sd).rename("y");
    try (InferencePlan plan = InferencePlan.builder(sd).input("x", shape).outputs(List.of("y")).build()) {
      return plan.calls();
    }
  }

  @Test
  void aPlaceThatIsNoneIsAnErrorThatNamesTheVariable() {
    SameDiff sd = SameDiff.create();
    Tokens.take(sd.var("x", Nd4j.ones(DataType.FLOAT, 1, 3, 2)), sd.constant(Nd4j.createFromArray(0, 3))).rename("taken");
    assertThatThrownBy(() -> InferencePlan.builder(sd).outputs(List.of("taken")).build()).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("place 3 of 3 is taken in operation 'gather' of variable 'taken'");
  }
}
