package org.automtl4j.plan.internal.kernel.host;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Fills arrays of single or double precision with numbers that Java makes, a piece at a time, without memory of their whole size. */
public final class Upload {
  private static final int CHUNK = 4096;

  private final float[] chunk = new float[CHUNK];

  /** Makes the next numbers. */
  @FunctionalInterface
  public interface Source {
    /**
     * @param numbers takes them; it has an even length, and what is written beyond the count is ignored
     * @param count how many are wanted
     */
    void next(float[] numbers, int count);
  }

  /** Writes the elements of an array without gaps, and none of the memory around it, which other arrays may share. */
  public void fill(INDArray array, Source source) {
    if (!Nd4j.getEnvironment().isCPU()) {
      fillDevice(array, source);
    } else if (array.dataType() == DataType.FLOAT) {
      FloatBuffer memory = new FloatPointer(array.data().pointer()).getPointer(array.offset()).position(0).limit(array.length()).asBuffer();
      for (int left = memory.remaining(); left > 0; left -= CHUNK) {
        source.next(chunk, Math.min(CHUNK, left));
        memory.put(chunk, 0, Math.min(CHUNK, left));
      }
    } else {
      DoubleBuffer memory = new DoublePointer(array.data().pointer()).getPointer(array.offset()).position(0).limit(array.length()).asBuffer();
      for (int left = memory.remaining(); left > 0; left -= CHUNK) {
        int count = Math.min(CHUNK, left);
        source.next(chunk, count);
        for (int i = 0; i < count; i++) {
          memory.put(chunk[i]);
        }
      }
    }
    Reference.reachabilityFence(array); // which the buffer does not keep
  }

  /** Host memory of a device's array may be stale, so the whole array goes through an array of its own. */
  private static void fillDevice(INDArray array, Source source) {
    float[] numbers = new float[Math.toIntExact(array.length() + 1)];
    source.next(numbers, numbers.length - 1);
    try (INDArray filled = Nd4j.createFromArray(numbers)) {
      array.assign(filled.get(NDArrayIndex.interval(0, array.length())).reshape(array.shape()));
    }
  }
}
