package org.automtl4j.app.bench;

import java.util.List;
import org.automtl4j.core.InvalidInputException;

/**
 * What to measure.
 *
 * @param backbone a prototxt file, or the name of a backbone that comes with the library
 * @param tasks how many tasks; they are a segmentation of 19 classes, depth, normals, key points, edges, and further depths
 * @param batch images in a step, and in {@link BenchPhase#INFER_N}
 * @param crop rows and columns of an image
 * @param threads of an operation
 * @param iterations timed
 * @param warmUp iterations before the clock starts
 * @param seed of weights, data, noise and the hard policy
 * @param sharing what tasks have in common
 * @param phases in the order in which they are measured
 */
public record BenchSettings(
    String backbone, int tasks, int batch, int crop, int threads, int iterations, int warmUp, long seed, BenchSharing sharing, List<BenchPhase> phases) {

  /** Checks the ranges. */
  public BenchSettings {
    atLeast("--tasks", tasks, 1);
    atLeast("--batch", batch, 1);
    atLeast("--crop", crop, 1);
    atLeast("--threads", threads, 1);
    atLeast("--iters", iterations, 1);
    atLeast("--warm-up", warmUp, 0);
    phases = List.copyOf(phases);
  }

  private static void atLeast(String option, int found, int least) {
    if (found < least) {
      throw new InvalidInputException(option + ": found " + found + ", allowed: a whole number of at least " + least);
    }
  }
}
