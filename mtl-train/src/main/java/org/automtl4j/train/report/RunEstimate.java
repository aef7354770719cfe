package org.automtl4j.train.report;

import java.util.List;
import java.util.Locale;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.train.config.HeadConfig;
import org.automtl4j.train.config.RunConfig;
import org.automtl4j.train.config.StageName;
import org.automtl4j.train.config.TaskConfig;

/**
 * What a run will cost, roughly, told before it starts: from the multiply-adds of its steps, counted three times (forward, and two products backward), and
 * from the numbers that it has to keep.
 *
 * @param multiplyAdds multiply-adds of all training steps
 * @param bytes memory of the whole process
 */
public record RunEstimate(double multiplyAdds, double bytes) {
  /** What one thread of a present processor gets done in layers of ordinary size, with all that goes on beside the convolutions. */
  private static final double MULTIPLY_ADDS_PER_SECOND_AND_THREAD = 1e10;
  private static final double FORWARD_AND_BACKWARD = 3;
  /** Java, the natives and their buffers. */
  private static final double BASE_BYTES = 700e6;
  /** Each activation is there once forward and once backward, and convolutions need some space of their own. */
  private static final double BYTES_PER_ACTIVATION = 10;
  /** A weight, its gradient and two moments. */
  private static final double BYTES_PER_WEIGHT = 16;
  private static final int MINUTE = 60;

  /**
   * @param config a run
   * @param backbone its backbone
   * @param height rows of its images
   * @param width columns of its images
   * @return what it will cost
   * @throws org.automtl4j.graph.InvalidInputException if the images do not fit the backbone
   */
  public static RunEstimate of(RunConfig config, Backbone backbone, int height, int width) {
    List<Shape> shapes = backbone.shapes(height, width);
    Shape feature = shapes.get(shapes.size() - 1);
    double backboneMacs = backbone.multiplyAdds(height, width);
    double iteration = 0;
    double headWeights = 0;
    for (TaskConfig task : config.tasks()) {
      double weights = weights(task, feature.channels());
      int positions = task.head() instanceof HeadConfig.Linear ? 1 : feature.height() * feature.width();
      iteration += FORWARD_AND_BACKWARD * config.batch() * (backboneMacs + weights * positions);
      headWeights += weights;
    }
    double activations = shapes.stream().mapToDouble(s -> (double) s.channels() * s.height() * s.width()).sum() * config.batch() * config.tasks().size();
    double weights = (double) backbone.parameters() * (1 + config.tasks().size()) + headWeights;
    return new RunEstimate(iteration * iterations(config), BASE_BYTES + activations * BYTES_PER_ACTIVATION + weights * BYTES_PER_WEIGHT);
  }

  private static double weights(TaskConfig task, int channels) {
    int outputs = task.toTask().outputs();
    if (task.head() instanceof HeadConfig.Aspp aspp) {
      return 4.0 * aspp.width() * (9.0 * channels + aspp.width() + outputs);
    }
    if (task.head() instanceof HeadConfig.Conv1x1 conv && conv.width().isPresent()) {
      return (double) conv.width().get() * (channels + outputs);
    }
    return (double) channels * outputs;
  }

  /** Iterations in which every task takes a step; single-task models together have as many steps as the others. */
  private static double iterations(RunConfig config) {
    double sum = 0;
    for (StageName stage : config.stages()) {
      sum += switch (stage) {
        case PRE -> config.preTraining().iterations();
        case SEARCH -> config.policySearch().iterations();
        case SAMPLE -> config.sampling().candidates() > 1 ? (double) config.sampling().candidates() * config.sampling().iterations() : 0;
        case POST -> (double) config.postTraining().iterations() * (1 + config.baselines().size());
      };
    }
    return sum;
  }

  /**
   * @param threads threads of the numerical library
   * @return wall time
   */
  public double seconds(int threads) {
    return multiplyAdds / (MULTIPLY_ADDS_PER_SECOND_AND_THREAD * threads);
  }

  /**
   * @param threads threads of the numerical library
   * @return one line for people
   */
  public String describe(int threads) {
    double seconds = seconds(threads);
    String time = seconds < 2 * MINUTE ? String.format(Locale.ROOT, "%.0f seconds", Math.max(2, seconds))
        : seconds < 2 * MINUTE * MINUTE ? String.format(Locale.ROOT, "%.0f minutes", seconds / MINUTE)
        : String.format(Locale.ROOT, "%.1f hours", seconds / (MINUTE * MINUTE));
    return String.format(Locale.ROOT, "estimate: about %s with %d thread%s, about %.1f GiB of memory", time, threads, threads == 1 ? "" : "s",
        bytes / (1L << 30));
  }
}
