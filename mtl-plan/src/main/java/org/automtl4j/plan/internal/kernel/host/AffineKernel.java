package org.automtl4j.plan.internal.kernel.host;

import java.nio.FloatBuffer;
import java.util.List;
import org.automtl4j.plan.ParallelLoop;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * y = min(max(a x + b + r, low), high) with one a and one b for each channel: what follows a convolution, in one pass over memory, where ND4J takes one for each
 * operation. Reads x, then a, b and r as far as there are any. For single precision in the memory of the processor; it may write over x or r.
 *
 * @param scaled whether there is an a [C]
 * @param shifted whether there is a b [C]
 * @param added whether there is an r, of x's shape
 * @param channels C
 * @param inner how many neighbouring elements belong to the same channel
 * @param low the smallest result
 * @param high the largest result
 */
public record AffineKernel(boolean scaled, boolean shifted, boolean added, int channels, int inner, float low, float high) implements Kernel {
  /** Numbers that are worked on at a time, in the fastest cache. */
  private static final int CHUNK = 4096;

  /** Fewer numbers are not worth another thread. */
  private static final int FEWEST_FOR_THREADS = 1 << 15;

  /** Whether it can do arrays of this value's type and size. */
  public static boolean fits(Value x) {
    return x.type() == DataType.FLOAT && x.length() < Integer.MAX_VALUE / Float.BYTES && Nd4j.getEnvironment().isCPU();
  }

  public static AffineKernel of(boolean scaled, boolean shifted, boolean added, long channels, long inner) {
    return new AffineKernel(scaled, shifted, added, Math.toIntExact(channels), Math.toIntExact(inner), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
  }

  public boolean limited() {
    return low > Float.NEGATIVE_INFINITY || high < Float.POSITIVE_INFINITY;
  }

  public AffineKernel within(double smallest, double largest) {
    return new AffineKernel(scaled, shifted, added, channels, inner, (float) smallest, (float) largest);
  }

  public AffineKernel adding() {
    return new AffineKernel(scaled, shifted, true, channels, inner, low, high);
  }

  @Override
  public String name() {
    return "affine" + (added ? " sum" : "") + (limited() ? " rectified" : "");
  }

  @Override
  public boolean isCheap(List<Value> read) {
    return true;
  }

  @Override
  public boolean mayOverwrite(int input, List<Value> inputs) {
    return input == 0 || added && input == inputs.size() - 1;
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    FloatBuffer[] read = new FloatBuffer[inputs.length];
    for (int i = 0; i < read.length; i++) {
      read[i] = RowMove.buffer(inputs[i]);
    }
    return new Bound(this, read, RowMove.buffer(outputs[0]));
  }

  private record Bound(AffineKernel kernel, FloatBuffer[] inputs, FloatBuffer y) implements Call {
    @Override
    public void run() {
      float[] a = kernel.scaled ? numbers(inputs[1]) : null;
      float[] b = kernel.shifted ? numbers(inputs[kernel.scaled ? 2 : 1]) : null;
      int length = y.limit();
      int parts = length < FEWEST_FOR_THREADS ? 1 : ParallelLoop.threads();
      ParallelLoop.run(parts, part -> part((int) ((long) length * part / parts), (int) ((long) length * (part + 1) / parts), a, b));
    }

    private static float[] numbers(FloatBuffer memory) {
      float[] numbers = new float[memory.limit()];
      memory.get(0, numbers);
      return numbers;
    }

    private void part(int begin, int end, float[] a, float[] b) {
      float[] v = new float[Math.min(CHUNK, end - begin)];
      float[] r = kernel.added ? new float[v.length] : null;
      for (int at = begin; at < end; at += v.length) {
        int count = Math.min(v.length, end - at);
        inputs[0].get(at, v, 0, count);
        if (r != null) {
          inputs[inputs.length - 1].get(at, r, 0, count);
        }
        for (int done = 0; done < count;) {
          int row = (at + done) / kernel.inner;
          int next = (int) Math.min(count, (row + 1L) * kernel.inner - at);
          int channel = row % kernel.channels;
          map(v, done, next, a == null ? 1 : a[channel], b == null ? 0 : b[channel]);
          done = next;
        }
        if (r != null) {
          add(v, r, count);
        }
        if (kernel.limited()) {
          limit(v, count, kernel.low, kernel.high);
        }
        y.put(at, v, 0, count);
      }
    }

    // Loops as plain as these the compiler turns into ones that do several numbers at once.

    private static void map(float[] v, int from, int to, float a, float b) {
      for (int i = from; i < to; i++) {
        v[i] = v[i] * a + b;
      }
    }

    private static void add(float[] v, float[] r, int count) {
      for (int i = 0; i < count; i++) {
        v[i] += r[i];
      }
    }

    private static void limit(float[] v, int count, float low, float high) {
      for (int i = 0; i < count; i++) {
        v[i] = Math.min(Math.max(v[i], low), high);
      }
    }
  }
}
