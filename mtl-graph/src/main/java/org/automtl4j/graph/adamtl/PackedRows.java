package org.automtl4j.graph.adamtl;

import java.nio.ByteBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies rows of matrices in C order, each of which owns its memory. */
final class PackedRows {
  private PackedRows() {}

  /**
   * @param matrix [rows, C]
   * @param rows which are wanted
   * @param count at least as many; the others are zeros
   * @return [count, C]
   */
  static INDArray gather(INDArray matrix, int[] rows, int count) {
    INDArray packed = Nd4j.create(matrix.dataType(), count, matrix.size(1));
    ByteBuffer from = bytes(matrix);
    ByteBuffer to = bytes(packed);
    int width = width(matrix);
    for (int i = 0; i < rows.length; i++) {
      to.put(i * width, from, rows[i] * width, width);
    }
    return packed;
  }

  /**
   * @param packed [at least rows, C]
   * @param rows where they go
   * @param matrix [all, C], which is changed
   */
  static void scatter(INDArray packed, int[] rows, INDArray matrix) {
    ByteBuffer from = bytes(packed);
    ByteBuffer to = bytes(matrix);
    int width = width(matrix);
    for (int i = 0; i < rows.length; i++) {
      to.put(rows[i] * width, from, i * width, width);
    }
  }

  private static int width(INDArray matrix) {
    return Math.toIntExact(matrix.size(1)) * matrix.dataType().width();
  }

  private static ByteBuffer bytes(INDArray matrix) {
    if (matrix.length() * matrix.dataType().width() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("too many tokens at once: " + matrix.shapeInfoToString());
    }
    return matrix.data().asNio();
  }
}
