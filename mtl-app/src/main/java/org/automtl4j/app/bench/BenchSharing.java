package org.automtl4j.app.bench;

import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.train.step.TaskStepping;

/**
 * What tasks have in common while they are measured.
 *
 * @param all whether the hard policy of {@link BenchPhase#POST_TRAIN} and inference shares every layer that has a policy; otherwise it is drawn
 * @param batchNorm whether BatchNorms have policies, and so are shared where all is
 * @param stepping whether tasks take steps in turn or one together
 */
public record BenchSharing(boolean all, BatchNormPolicy batchNorm, TaskStepping stepping) {
  /** As published: each task has its own BatchNorms and takes its own steps. */
  public static final BenchSharing PUBLISHED = new BenchSharing(false, BatchNormPolicy.TASK_SPECIFIC, TaskStepping.ALTERNATING);
}
