package org.automtl4j.graph.network;

import java.util.Set;

/** A placeholder that each step fills anew: what is random, and what changes from step to step. Nothing of it is a constant of the graph. */
public sealed interface Feed {

  /** @return the placeholder's name */
  String placeholder();

  /**
   * Independent draws of one law, written row by row.
   *
   * @param placeholder the placeholder's name
   * @param law what is drawn
   * @param stream name of the random stream that they come from, {@value #STREAM} unless said; its state is part of checkpoints
   * @param absent places in C order that nothing is drawn for, so that they stay 0
   * @param shape its shape; a first dimension of -1 is the number of images
   */
  record Noise(String placeholder, Law law, String stream, Set<Integer> absent, long... shape) implements Feed {
    /** Name of the random stream unless another is said. */
    public static final String STREAM = "noise";

    /** What is drawn. */
    public enum Law {
      /** -ln(-ln u), u uniform in (0, 1). */
      GUMBEL,
      /** ln u - ln(1 - u), u uniform in (0, 1): the difference of two Gumbel draws. */
      LOGISTIC,
      /** Uniform in [0, 1). */
      UNIFORM
    }

    /** Keeps copies. */
    public Noise {
      absent = Set.copyOf(absent);
      shape = shape.clone();
    }

    /**
     * Draws of the usual stream at all places.
     *
     * @param placeholder the placeholder's name
     * @param law what is drawn
     * @param shape its shape; a first dimension of -1 is the number of images
     */
    public Noise(String placeholder, Law law, long... shape) {
      this(placeholder, law, STREAM, Set.of(), shape);
    }

    /** @return a copy */
    @Override
    public long[] shape() {
      return shape.clone();
    }
  }

  /**
   * One number, whose value the phase says.
   *
   * @param placeholder the placeholder's name
   * @param name what the number is, such as {@code "temperature"}
   * @param usual its value where nobody says one
   */
  record Scalar(String placeholder, String name, double usual) implements Feed {}

  /**
   * A dropout mask: every element 0 with probability 1 - keep, else 1 / keep.
   *
   * @param placeholder the placeholder's name
   * @param keep probability that a value is kept, in (0, 1)
   * @param like a variable that has the mask's shape
   */
  record Mask(String placeholder, double keep, String like) implements Feed {}

  /**
   * A mask with a number for each image, or for each image and channel: 0 with probability 1 - keep, else 1 / keep.
   *
   * @param placeholder the placeholder's name, [N, shape]
   * @param keep probability that a value is kept, in (0, 1)
   * @param shape what follows the batch: [1, 1, 1] for whole images (Huang et al., ECCV 2016), [C, 1, 1] for whole channels (Tompson et al., CVPR 2015)
   */
  record SampleMask(String placeholder, double keep, long... shape) implements Feed {

    /** Keeps a copy of the shape. */
    public SampleMask {
      shape = shape.clone();
    }

    /** @return a copy */
    @Override
    public long[] shape() {
      return shape.clone();
    }
  }
}
