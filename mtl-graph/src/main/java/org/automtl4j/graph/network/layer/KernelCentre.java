package org.automtl4j.graph.network.layer;

import org.automtl4j.core.ops.Convolutions.Window;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Kernels without the taps that see nothing but padding. */
public final class KernelCentre {
  private KernelCentre() {}

  /**
   * @param kernel [kH, kW, C/groups, outputs]
   * @param window the window whose taps are wanted
   * @return the kernel itself if it has no more taps than the window, else a copy of its centre
   */
  public static INDArray of(INDArray kernel, Window window) {
    long rows = kernel.size(0) - window.kernelHeight();
    long columns = kernel.size(1) - window.kernelWidth();
    if (rows + columns == 0 || rows < 0 || columns < 0) {
      return kernel; // one that is too small is refused with the other shapes that do not fit
    }
    INDArrayIndex all = NDArrayIndex.all();
    INDArray seen = kernel.get(NDArrayIndex.interval(rows / 2, rows / 2 + window.kernelHeight()), NDArrayIndex.interval(columns / 2, columns / 2 + window.kernelWidth()), all, all);
    return seen.dup('c');
  }
}
