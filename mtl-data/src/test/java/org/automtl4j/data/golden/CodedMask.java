package org.automtl4j.data.golden;

import org.automtl4j.data.dataset.nddr.NormalSpace;
import org.automtl4j.data.dataset.nddr.internal.CodedNormals;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Which published codes of normals are known, as the data set says it. */
public final class CodedMask {
  private CodedMask() {}

  /** [N, 1, H, W] from codes [N, 3, H, W]. */
  public static INDArray of(Npy codes) {
    long[] shape = codes.shape();
    INDArray mask = Nd4j.create(DataType.FLOAT, shape[0], 1, shape[2], shape[3]);
    for (int n = 0; n < shape[0]; n++) {
      float[] sample = codes.array(DataType.FLOAT).slice(n).dup('c').reshape(-1).toFloatVector();
      float[] known = CodedNormals.label(sample, (int) shape[2], (int) shape[3], NormalSpace.RAW_CODE, false).mask().orElseThrow();
      mask.slice(n).assign(Nd4j.createFromArray(known).reshape(1, shape[2], shape[3]));
    }
    return mask;
  }
}
