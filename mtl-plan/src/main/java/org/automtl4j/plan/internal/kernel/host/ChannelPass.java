package org.automtl4j.plan.internal.kernel.host;

import java.nio.FloatBuffer;
import org.automtl4j.plan.ParallelLoop;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.LargeImages;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One pass over images [N, C, ...], channel by channel, each thread with some of the channels. What is done with the numbers is done in arrays of Java, whose
 * sums the JVM computes several numbers at a time. For {@link LargeImages}.
 */
abstract class ChannelPass implements Call {
  /** So many numbers are worked on at a time; they stay in the nearest cache. */
  static final int CHUNK = 512;

  private final int images;
  private final int channels;
  private final int pixels;

  ChannelPass(INDArray of) {
    this.images = (int) of.size(0);
    this.channels = (int) of.size(1);
    this.pixels = Math.toIntExact(of.length() / images / channels);
  }

  static FloatBuffer buffer(INDArray array) {
    return RowMove.buffer(array);
  }

  @Override
  public void run() {
    int threads = Math.min(channels, ParallelLoop.threads());
    ParallelLoop.run(threads, part -> run((int) ((long) channels * part / threads), (int) ((long) channels * (part + 1) / threads)));
  }

  /** Does the channels of these numbers. */
  abstract void run(int from, int to);

  /** How many numbers a channel has. */
  double size() {
    return (double) images * pixels;
  }

  /** Visits the numbers of a channel, some at a time. */
  void each(int channel, Chunk chunk) {
    for (int image = 0; image < images; image++) {
      int begin = (image * channels + channel) * pixels;
      for (int at = 0; at < pixels; at += CHUNK) {
        chunk.visit(begin + at, Math.min(CHUNK, pixels - at));
      }
    }
  }

  /** Takes the place of the first number, and how many there are. */
  interface Chunk {
    void visit(int place, int length);
  }

  /** The sum of {@link #CHUNK} sums; four at a time, because each addition waits for the one before it. */
  static double total(float[] sums) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (int k = 0; k < CHUNK; k += 4) {
      a += sums[k];
      b += sums[k + 1];
      c += sums[k + 2];
      d += sums[k + 3];
    }
    return a + b + (c + d);
  }
}
