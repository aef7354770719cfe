package org.automtl4j.train.method;

import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.StepRule;

/** Makes the step rule of each phase of a training. */
@FunctionalInterface
public interface StepRules {
  /** Parameters learn from each gradient as it comes. */
  StepRules DIRECT = (task, phase) -> StepRule.DIRECT;

  /**
   * @param task what is trained
   * @param phase one of its phases
   * @return its rule, made once for a training
   */
  StepRule of(StageTask task, Phase phase);
}
