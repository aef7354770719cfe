package org.automtl4j.plan.internal.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.automtl4j.plan.Backend;
import org.automtl4j.plan.ParallelLoop;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class RowMoveTest {
  /** More floats than fit into the first two gigabytes. */
  private static final long BEYOND = (1L << 31) / Float.BYTES + 1000;

  @Test
  void arraysBeyondTheFirstTwoGigabytesOfABlockAreCopiedToo() {
    // Memory that is not written to is not taken.
    try (INDArray block = Nd4j.createUninitialized(DataType.FLOAT, BEYOND + 64)) {
      INDArray far = block.get(NDArrayIndex.interval(BEYOND, BEYOND + 32));
      far.assign(7);
      INDArray source = Nd4j.linspace(1, 16, 16, DataType.FLOAT).reshape(1, 16);
      INDArray target = Nd4j.create(block.data(), new long[] {2, 16}, new long[] {16, 1}, BEYOND, 'c');
      INDArray twice = Nd4j.create(source.data(), new long[] {2, 16}, new long[] {0, 1}, source.offset(), 'c');
      assertThat(RowMove.fits(twice, target)).isTrue();
      RowMove.copy(twice, target).run();
      assertThat(far.toFloatVector()).startsWith(1, 2, 3).endsWith(14, 15, 16);
      INDArray back = Nd4j.create(DataType.FLOAT, 2, 16);
      RowMove.copy(target, back).run();
      assertThat(back.getRow(1).toFloatVector()).isEqualTo(source.getRow(0).toFloatVector());
    }
  }

  @Test
  void everyRowIsCopiedOrAddedWhateverTheNumberOfThreads() {
    INDArray whole = Nd4j.rand(DataType.FLOAT, 3, 40, 30, 29);
    INDArray part = whole.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 37), NDArrayIndex.all(), NDArrayIndex.interval(5, 24));
    INDArray other = Nd4j.rand(DataType.FLOAT, part.shape());
    int before = ParallelLoop.threads();
    for (int threads = 1; threads <= 3; threads++) {
      Backend.useThreads(threads);
      INDArray copy = Nd4j.create(DataType.FLOAT, part.shape());
      RowMove.copy(part, copy).run();
      INDArray sum = other.dup();
      RowMove.add(part, sum).run();
      assertThat(copy).isEqualTo(part.dup('c'));
      assertThat(sum).isEqualTo(other.add(part));
    }
    Backend.useThreads(before);
  }

  @Test
  void rowsOfASingleNumberMayLieAnywhere() {
    INDArray whole = Nd4j.rand(DataType.FLOAT, 6, 7, 5);
    INDArray column = whole.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(3, 4));
    INDArray copy = Nd4j.create(DataType.FLOAT, 6, 7, 1);
    assertThat(RowMove.fits(column, copy)).isTrue();
    RowMove.copy(column, copy).run();
    assertThat(copy).isEqualTo(column.dup('c'));
  }
}
