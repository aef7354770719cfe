package org.automtl4j.graph.network;

/** What the parameters of a layer are called within it. The words are those of files. */
public final class Parts {
  /** A kernel or matrix. */
  public static final String WEIGHT = "weight";
  /** A bias. */
  public static final String BIAS = "bias";
  /** A normalisation's factor. */
  public static final String GAMMA = "gamma";
  /** A normalisation's summand. */
  public static final String BETA = "beta";
  /** A BatchNorm's running mean. */
  public static final String MEAN = "mean";
  /** A BatchNorm's running variance. */
  public static final String VARIANCE = "variance";

  private Parts() {}
}
