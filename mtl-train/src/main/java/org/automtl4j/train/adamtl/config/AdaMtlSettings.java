package org.automtl4j.train.adamtl.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;

/**
 * The section {@code method} of AdaMTL.
 *
 * @param stages the stages to run
 * @param encoder what of the encoder is not as in the named size
 * @param decoder the tasks' decoders
 * @param controllers what is decided for each image
 * @param weights numbers to start from
 * @param staticTraining the stage STATIC
 * @param controllerTraining the stage CONTROLLERS
 * @param adaptiveTraining the stage ADAPTIVE
 * @param efforts efforts at which the validation images are judged at the end
 */
public record AdaMtlSettings(
    @Key(value = "The stages to run, in this order; `[STATIC]` alone gives a Swin network without controllers.", byDefault = "[STATIC, CONTROLLERS, ADAPTIVE]", size = -2)
        List<Stage> stages,
    @Key(value = "What of the encoder is not as in the size that `backbone` names: swin-tiny, swin-small, swin-base, swin-base-384, swin-large, swin-tiny-nyud.", byDefault = "{}")
        EncoderConfig encoder,
    @Key(value = "The tasks' decoders; they take the place of `head`.", byDefault = "{}") DecoderConfig decoder,
    @Key(value = "What is decided for each image.", byDefault = "{}") ControllersConfig controllers,
    @Key("Numbers to start from: a file of torch.save that the published code wrote in any stage, or that Swin's authors publish for ImageNet; what it lacks starts fresh.")
        Optional<Path> weights,
    @Key(value = "The stage `STATIC`: encoder and decoders learn while every block sees every token.", byDefault = "{}") StaticConfig staticTraining,
    @Key(value = "The stage `CONTROLLERS`: they learn to keep everything.", byDefault = "{}") ControllerConfig controllerTraining,
    @Key(value = "The stage `ADAPTIVE`: everything learns while controllers decide, under a target of computation.", byDefault = "{}") AdaptiveConfig adaptiveTraining,
    @Key(value = "Efforts at which the validation images are judged at the end, from 0, nothing, to 1, everything; 0.5 is what was trained; none if empty.",
        byDefault = "[0.3, 0.5, 0.7, 1]", min = 0, max = 1) List<Double> efforts) {

  /** The stages of a run. */
  public enum Stage {
    /** Encoder and decoders. */
    STATIC,
    /** Controllers. */
    CONTROLLERS,
    /** Everything, while controllers decide. */
    ADAPTIVE
  }

  /** Checks the order of the stages. */
  public AdaMtlSettings {
    stages = List.copyOf(stages);
    efforts = List.copyOf(efforts);
    for (int i = 1; i < stages.size(); i++) {
      if (stages.get(i).compareTo(stages.get(i - 1)) <= 0) {
        throw new InvalidInputException("stages: found " + stages + ", allowed: each at most once, in the order STATIC, CONTROLLERS, ADAPTIVE");
      }
    }
  }

  /** @return whether the network has controllers */
  public boolean decides() {
    return !stages.equals(List.of(Stage.STATIC));
  }
}
