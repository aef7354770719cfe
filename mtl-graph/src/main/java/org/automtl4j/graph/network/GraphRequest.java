package org.automtl4j.graph.network;

import java.util.List;
import java.util.Objects;

/**
 * Which graph of a network is wanted.
 *
 * @param view what of the network it computes
 * @param tasks the tasks that it answers, at least one
 * @param mode what it is for
 * @param height rows of the images, in pixels
 * @param width columns of the images, in pixels
 */
public record GraphRequest(View view, List<String> tasks, Mode mode, int height, int width) {

  /** What a graph is for. */
  public enum Mode {
    /** BatchNorms look at the batch, dropout is on, and auxiliary outputs are there. */
    TRAINING,
    /** BatchNorms take their running statistics, dropout is off. */
    EVALUATION,
    /** As {@link #EVALUATION}, with nothing that no prediction needs: its parameters are those that a model file keeps. */
    INFERENCE,
    /** As {@link #INFERENCE}, with kernels that lack the taps that see nothing but padding at this size. */
    FIXED_SIZE
  }

  /** Checks what can be checked without a network. */
  public GraphRequest {
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(mode, "mode");
    tasks = List.copyOf(tasks);
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("a graph needs at least one task");
    }
  }
}
