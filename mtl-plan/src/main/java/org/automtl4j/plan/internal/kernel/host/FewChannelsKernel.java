package org.automtl4j.plan.internal.kernel.host;

import java.nio.FloatBuffer;
import java.util.List;
import org.automtl4j.plan.ParallelLoop;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.LargeImages;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A 1x1 convolution of images with very few channels, such as those that a camera gives, or the gradient of its weights: products of matrices so narrow that
 * libraries are slow at them. Forward it reads weights [C, O] and images [N, C, H, W] and gives images; for the gradient it reads images and the gradient of the
 * result, and gives [C, O]. For single precision in the memory of the processor.
 *
 * @param gradient whether it is the gradient of the weights
 */
public record FewChannelsKernel(boolean gradient) implements Kernel {
  /** Numbers of a channel that are worked on at a time, in the fastest cache. */
  private static final int CHUNK = 1024;

  private static final int FEW = 4;

  /** Whether it is made for a convolution with these results and weights [C, O]. */
  public static boolean fits(Value results, Value weights) {
    return weights.size(0) <= FEW && LargeImages.are(results);
  }

  @Override
  public String name() {
    return "few channels " + (gradient ? "weight gradient" : "forward");
  }

  @Override
  public boolean isCheap(List<Value> inputs) {
    return !gradient;
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    return gradient ? new Bound(inputs[0], outputs[0], inputs[1], true) : new Bound(inputs[1], inputs[0], outputs[0], false);
  }

  private static final class Bound implements Call {
    private final FloatBuffer images;
    private final FloatBuffer weights;
    private final FloatBuffer results;
    private final int count;
    private final int channels;
    private final int outputs;
    private final int pixels;
    private final boolean gradient;

    Bound(INDArray images, INDArray weights, INDArray results, boolean gradient) {
      this.images = RowMove.buffer(images);
      this.weights = RowMove.buffer(weights);
      this.results = RowMove.buffer(results);
      this.count = (int) images.size(0);
      this.channels = (int) images.size(1);
      this.outputs = (int) results.size(1);
      this.pixels = (int) (images.size(2) * images.size(3));
      this.gradient = gradient;
    }

    /** Each thread has some of the results' channels. */
    @Override
    public void run() {
      int threads = Math.min(outputs, ParallelLoop.threads());
      ParallelLoop.run(threads, part -> {
        int from = (int) ((long) outputs * part / threads);
        int to = (int) ((long) outputs * (part + 1) / threads);
        float[][] seen = new float[channels][CHUNK];
        float[] result = new float[CHUNK];
        float[][] sums = new float[gradient ? channels * (to - from) : 0][CHUNK];
        for (int image = 0; image < count; image++) {
          for (int pixel = 0; pixel < pixels; pixel += CHUNK) {
            int length = Math.min(CHUNK, pixels - pixel);
            for (int c = 0; c < channels; c++) {
              images.get((image * channels + c) * pixels + pixel, seen[c], 0, length);
            }
            for (int o = from; o < to; o++) {
              int place = (image * outputs + o) * pixels + pixel;
              if (gradient) {
                results.get(place, result, 0, length);
                for (int c = 0; c < channels; c++) {
                  addProducts(sums[(o - from) * channels + c], seen[c], result, length);
                }
              } else {
                forward(o, seen, result, length);
                results.put(place, result, 0, length);
              }
            }
          }
        }
        for (int k = 0; k < sums.length; k++) {
          weights.put(k % channels * outputs + from + k / channels, total(sums[k]));
        }
      });
    }

    private void forward(int output, float[][] seen, float[] result, int length) {
      scale(result, seen[0], weights.get(output), length);
      for (int c = 1; c < channels; c++) {
        addScaled(result, seen[c], weights.get(c * outputs + output), length);
      }
    }
  }

  // Loops as plain as these the compiler turns into ones that do several numbers at once.

  private static void scale(float[] target, float[] source, float factor, int length) {
    for (int i = 0; i < length; i++) {
      target[i] = factor * source[i];
    }
  }

  private static void addScaled(float[] target, float[] source, float factor, int length) {
    for (int i = 0; i < length; i++) {
      target[i] += factor * source[i];
    }
  }

  private static void addProducts(float[] target, float[] left, float[] right, int length) {
    for (int i = 0; i < length; i++) {
      target[i] += left[i] * right[i];
    }
  }

  private static float total(float[] numbers) {
    double total = 0;
    for (float number : numbers) {
      total += number;
    }
    return (float) total;
  }
}
