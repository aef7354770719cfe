package org.automtl4j.graph.mtlnas;

/**
 * How a task's own feature and those of other tasks become one. With f[0] the own one and f[k] the others:
 */
public enum FusionOperator {
  /** ReLU(BN(conv1x1(concat f))), for every task: NDDR, and in a search MTL-NAS's single-sided form of it. */
  NDDR,
  /** BN(conv1x1(concat f)) for all tasks but the first, whose feature passes through untouched. */
  SINGLE_SIDE,
  /** BN(conv1x1(concat f)) for the first task; the features of the others pass through untouched. */
  SINGLE_SIDE_REVERSE,
  /** sum s[k] f[k] with a learnt number for each feature (Misra et al., CVPR 2016). */
  CROSS_STITCH;

  /**
   * @param task index of a task
   * @return whether this task's features are fused at all
   */
  boolean fuses(int task) {
    return this == SINGLE_SIDE ? task > 0 : this != SINGLE_SIDE_REVERSE || task == 0;
  }

  boolean hasConvolution() {
    return this != CROSS_STITCH;
  }

  boolean hasRelu() {
    return this == NDDR;
  }
}
