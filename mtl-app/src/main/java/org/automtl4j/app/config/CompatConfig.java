package org.automtl4j.app.config;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.config.Key;
import org.automtl4j.core.config.Preset;
import org.automtl4j.data.dataset.nyuv2.NormalEncoding;
import org.automtl4j.data.metric.PublishedReferences;
import org.automtl4j.graph.prototxt.UnsupportedFields;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.automtl.compat.IdleParameters;
import org.automtl4j.train.automtl.compat.LoaderExhaustion;
import org.automtl4j.train.automtl.compat.MeanIou;
import org.automtl4j.train.automtl.compat.PolicyRate;
import org.automtl4j.train.automtl.compat.ResumeRule;
import org.automtl4j.train.automtl.compat.SharedBottom;
import org.automtl4j.train.automtl.compat.UnknownPixels;

/**
 * Habits of the published code, see {@link Compat}. {@code compat: AUTOMTL} turns on all that do not belong to one experiment.
 *
 * @param loaderExhaustion what happens when a task has used up its batches
 * @param idleParameters what a task's step does to parameters that its path does not use
 * @param resume what a resumed run takes over
 * @param policyRate the learning rate of the policies over a search
 * @param taskIterations blocks of iterations that belong to one task each
 * @param sharedBottom what it means that the first convolutions are shared
 * @param meanIou which mean IoU counts in a Delta
 * @param unknownPixels how pixel accuracy treats unknown labels
 * @param unsupportedFields what happens with fields of a prototxt file that the published reader ignores
 * @param normalEncoding what normals in bytes become
 * @param references figures of the paper to compare with
 */
@Preset(
    value = "AUTOMTL",
    section =
        "{loaderExhaustion: LOSE_TURN, idleParameters: DECAY, resume: PUBLISHED, policyRate: DROP, sharedBottom: FROZEN_LOGITS, meanIou: HIT_CLASSES,"
            + " unknownPixels: PUBLISHED, unsupportedFields: IGNORE, normalEncoding: RAW_BYTES}")
public record CompatConfig(
    @Key(value = "When a task has used up its batches, its next epoch starts at once, or it loses a turn.", byDefault = "NEXT_EPOCH")
        LoaderExhaustion loaderExhaustion,
    @Key(value = "What a task's step does to parameters that its path does not use: nothing, or momentum and weight decay go on once they have had a gradient.",
        byDefault = "SKIP") IdleParameters idleParameters,
    @Key(value = "What a resumed run takes over: everything, or what the published code takes over.", byDefault = "EXACT") ResumeRule resume,
    @Key(value = "Learning rate of the policies over a search: constant, or 0.001 from iteration 10,000.", byDefault = "CONSTANT") PolicyRate policyRate,
    @Key(value = "The published task_iters: blocks of iterations that belong to one task each, one number per task; empty: all tasks in every iteration.",
        byDefault = "[]", min = 0) List<Integer> taskIterations,
    @Key(value = "What policySearch.shareBottom means: no policy at all, or logits (1, 0, 0) that do not learn.",
        byDefault = "FIXED") SharedBottom sharedBottom,
    @Key(value = "Classes over which the mean IoU of a Delta is taken: those that occur (`miou`), or those that are right at least once (`miou_hit`).",
        byDefault = "PRESENT_CLASSES") MeanIou meanIou,
    @Key(value = "How pixel accuracy treats unknown labels: left out, or wrong where their value is -1.", byDefault = "LEFT_OUT") UnknownPixels unknownPixels,
    @Key(value = "Fields of a prototxt file that the published reader ignores are errors, or ignored.",
        byDefault = "REFUSE") UnsupportedFields unsupportedFields,
    @Key(value = "Normals that lie in a picture as bytes (NYUv2) become unit vectors with x mirrored correctly, or stay bytes that a mirror leaves alone.",
        byDefault = "UNIT") NormalEncoding normalEncoding,
    @Key("Figures of the paper that the Delta is taken against; the run's own single-task models by default.") Optional<PublishedReferences> references) {

  /** Checks what lies between the keys. */
  public CompatConfig {
    taskIterations = new Compat(
        loaderExhaustion, idleParameters, resume, policyRate, taskIterations, sharedBottom, meanIou, unknownPixels, unsupportedFields, references)
        .taskIterations();
  }

  /** @return the same as the trainer takes it */
  public Compat toCompat() {
    return new Compat(
        loaderExhaustion, idleParameters, resume, policyRate, taskIterations, sharedBottom, meanIou, unknownPixels, unsupportedFields, references);
  }
}
