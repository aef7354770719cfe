package org.automtl4j.plan;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Batch normalisation of images so large that they are passed over channel by channel. */
class LargeNormalisationTest {
  private static final long[] SHAPE = {2, 9, 121, 127};

  @Test
  void inTraining() {
    check(LargeNormalisationTest::normalised);
  }

  @Test
  void withAnotherReaderOfTheMoments() {
    check((graph, in) -> {
      SDVariable[] moments = graph.math.moments(in[0], new int[] {0, 2, 3}, false);
      SDVariable read = graph.reshape(moments[0].mul(moments[1]), 1, SHAPE[1], 1, 1);
      return graph.nn.batchNorm(in[0], moments[0], moments[1], in[1], in[2], 1e-5, 1).add(read);
    });
  }

  @Test
  void twiceOfTheSameImages() {
    check((graph, in) -> normalised(graph, in).add(normalised(graph, in[0], in[2], in[1])));
  }

  @Test
  void momentsAlone() {
    check((graph, in) -> {
      SDVariable[] moments = graph.math.moments(in[0], new int[] {0, 2, 3}, true);
      return in[0].mul(moments[0]).add(moments[1]).add(graph.reshape(in[1].mul(in[2]), 1, SHAPE[1], 1, 1));
    });
  }

  private static SDVariable normalised(SameDiff graph, SDVariable... in) {
    SDVariable[] moments = graph.math.moments(in[0], new int[] {0, 2, 3}, false);
    return graph.nn.batchNorm(in[0], moments[0], moments[1], in[1], in[2], 1e-5, 1);
  }

  private static void check(FloatAgainstDouble.Network network) {
    Nd4j.getRandom().setSeed(11);
    new FloatAgainstDouble().input("images", Nd4j.randn(DataType.DOUBLE, SHAPE).muli(3).addi(1.5)).input("gamma", Nd4j.randn(DataType.DOUBLE, SHAPE[1]))
        .input("beta", Nd4j.randn(DataType.DOUBLE, SHAPE[1])).differAtMost(2e-6, network);
  }
}
