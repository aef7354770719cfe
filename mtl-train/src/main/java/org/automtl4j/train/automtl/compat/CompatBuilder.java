package org.automtl4j.train.automtl.compat;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.metric.PublishedReferences;
import org.automtl4j.graph.prototxt.UnsupportedFields;

/** Builds a {@link Compat}; what is not set stays off. */
public final class CompatBuilder {
  private LoaderExhaustion loaderExhaustion = LoaderExhaustion.NEXT_EPOCH;
  private IdleParameters idleParameters = IdleParameters.SKIP;
  private ResumeRule resume = ResumeRule.EXACT;
  private PolicyRate policyRate = PolicyRate.CONSTANT;
  private List<Integer> taskIterations = List.of();
  private SharedBottom sharedBottom = SharedBottom.FIXED;
  private MeanIou meanIou = MeanIou.PRESENT_CLASSES;
  private UnknownPixels unknownPixels = UnknownPixels.LEFT_OUT;
  private UnsupportedFields unsupportedFields = UnsupportedFields.REFUSE;
  private Optional<PublishedReferences> references = Optional.empty();

  CompatBuilder() {}

  /**
   * @param what happens when a task has used up its batches
   * @return this
   */
  public CompatBuilder loaderExhaustion(LoaderExhaustion what) {
    loaderExhaustion = what;
    return this;
  }

  /**
   * @param what a task's step does to parameters that its path does not use
   * @return this
   */
  public CompatBuilder idleParameters(IdleParameters what) {
    idleParameters = what;
    return this;
  }

  /**
   * @param rule what a resumed run takes over
   * @return this
   */
  public CompatBuilder resume(ResumeRule rule) {
    resume = rule;
    return this;
  }

  /**
   * @param how the learning rate of the policies changes
   * @return this
   */
  public CompatBuilder policyRate(PolicyRate how) {
    policyRate = how;
    return this;
  }

  /**
   * @param iterations of each task's block, in the tasks' order
   * @return this
   */
  public CompatBuilder taskIterations(Integer... iterations) {
    taskIterations = List.of(iterations);
    return this;
  }

  /**
   * @param what it means that the first convolutions are shared
   * @return this
   */
  public CompatBuilder sharedBottom(SharedBottom what) {
    sharedBottom = what;
    return this;
  }

  /**
   * @param which mean IoU counts in a Delta
   * @return this
   */
  public CompatBuilder meanIou(MeanIou which) {
    meanIou = which;
    return this;
  }

  /**
   * @param how pixel accuracy treats unknown labels
   * @return this
   */
  public CompatBuilder unknownPixels(UnknownPixels how) {
    unknownPixels = how;
    return this;
  }

  /**
   * @param what happens with fields of a prototxt file that the published reader ignores
   * @return this
   */
  public CompatBuilder unsupportedFields(UnsupportedFields what) {
    unsupportedFields = what;
    return this;
  }

  /**
   * @param figures of the paper that the Delta is taken against
   * @return this
   */
  public CompatBuilder references(PublishedReferences figures) {
    references = Optional.of(figures);
    return this;
  }

  /**
   * @return the options
   * @throws InvalidInputException if the blocks of {@link #taskIterations} are none
   */
  public Compat build() {
    return new Compat(
        loaderExhaustion, idleParameters, resume, policyRate, taskIterations, sharedBottom, meanIou, unknownPixels, unsupportedFields, references);
  }
}
