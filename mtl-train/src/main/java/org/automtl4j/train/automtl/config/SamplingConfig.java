package org.automtl4j.train.automtl.config;

import java.util.Optional;
import org.automtl4j.core.config.Key;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.SamplingMode;

/**
 * The stage SAMPLE: an architecture is drawn from the policies.
 *
 * @param candidates how many are drawn and ranked
 * @param mode how one is drawn
 * @param maxParameters limit of its backbone parameters as a share of those of single-task models; empty: none
 * @param maxMultiplyAdds limit of what it computes as a share of what single-task models do; empty: none
 * @param iterations training iterations of each candidate before it is ranked
 */
public record SamplingConfig(
    @Key(value = "Architectures that are tried; the best on the validation split is taken.", min = 1) int candidates,
    @Key("How an architecture is taken from the policies.") SamplingMode mode,
    @Key(value = "Limit of an architecture's backbone parameters, as a share of those of single-task models; none by default.", above = 0)
        Optional<Double> maxParameters,
    @Key(value = "Limit of a model's multiply-adds for one image, heads included, as a share of those of single-task models; none by default. With `batchNormPolicy: SEARCH` what is drawn "
        + "above it becomes a tree within it. Hard sharing is among several candidates.", above = 0)
        Optional<Double> maxMultiplyAdds,
    @Key(value = "Training iterations of each candidate before they are ranked; 0: the most probable one is taken. A single candidate is not trained.",
        min = 0) int iterations) {

  /** @return the defaults: those of the stage's builder */
  public static SamplingConfig defaults() {
    PolicySampling stage = PolicySampling.builder().build();
    Optional<Double> limit = Optional.of(stage.maxParameters()).filter(share -> !share.isInfinite());
    return new SamplingConfig(stage.candidates(), stage.mode(), limit, Optional.empty(), stage.iterations());
  }
}
