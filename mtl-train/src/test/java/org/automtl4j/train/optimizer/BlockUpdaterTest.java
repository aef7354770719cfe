package org.automtl4j.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BlockUpdaterTest {
  /** Some blocks, in one thread. */
  private static final int ROWS = 5;

  /** A gradient with gaps is copied first; the copy, which nobody else holds, must be there until the last block is done. */
  @ParameterizedTest
  @EnumSource(value = DataType.class, names = {"FLOAT", "DOUBLE"})
  void collectionsBetweenBlocksLeaveTheGradientAlone(DataType type) {
    INDArray parameter = Nd4j.create(type, ROWS, 4096);
    INDArray gradient = Nd4j.linspace(1, ROWS * 4096, ROWS * 4096, type).reshape(4096, ROWS).transpose();
    ParameterUpdate update = ParameterUpdate.of("p", parameter, gradient);
    BlockUpdater blocks = new BlockUpdater();
    if (type == DataType.FLOAT) {
      blocks.apply(update, List.of(), (float[] p, float[] g, float[][] s, int count) -> {
        System.arraycopy(g, 0, p, 0, count);
        collect(type);
      });
    } else {
      blocks.apply(update, List.of(), (double[] p, double[] g, double[][] s, int count) -> {
        System.arraycopy(g, 0, p, 0, count);
        collect(type);
      });
    }
    assertThat(parameter).isEqualTo(gradient.dup('c'));
  }

  /** Collects, and writes over what was given back. */
  private static void collect(DataType type) {
    System.gc();
    List<INDArray> others = new ArrayList<>();
    for (int k = 0; k < 8; k++) {
      others.add(Nd4j.valueArrayOf(new long[] {ROWS, 4096}, Double.NaN, type));
    }
    others.forEach(INDArray::close);
  }
}
