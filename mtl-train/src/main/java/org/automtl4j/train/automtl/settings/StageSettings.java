package org.automtl4j.train.automtl.settings;

import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.method.settings.StepWords;
import org.automtl4j.train.method.settings.UpdaterWords;
import org.automtl4j.train.method.settings.Words;
import org.automtl4j.train.schedule.TemperatureSchedule;

/** What the numbers of a stage depend on: all of its settings but what is only reported. */
public final class StageSettings {
  private static final String ITERATIONS = "iterations";
  private static final String UPDATER = "updater";
  private static final String WEIGHT_DECAY = "weightDecay";

  private StageSettings() {}

  /**
   * @param stage a stage
   * @return its settings
   */
  public static Dependencies of(PreTraining stage) {
    Words words = new Words("preTraining.").put(ITERATIONS, stage.iterations()).put(WEIGHT_DECAY, stage.weightDecay());
    return new Dependencies(StepWords.into(UpdaterWords.into(words, UPDATER, stage.updater()), stage.step()).words(), FormerSettings.of(stage));
  }

  /**
   * @param stage a stage
   * @return its settings
   */
  public static Dependencies of(PolicySearch stage) {
    Words words = new Words("policySearch.")
        .put(ITERATIONS, stage.iterations())
        .put("policySteps", stage.policySteps())
        .put("weightSteps", stage.weightSteps())
        .put("policyLearningRate", stage.policyLearningRate())
        .put("policyWeightDecay", stage.policyWeightDecay())
        .put(WEIGHT_DECAY, stage.weightDecay())
        .put("lambda", stage.lambda())
        .put("regulariserScale", stage.regulariserScale())
        .put("temperature", temperature(stage.temperature()))
        .put("frozenLogits", stage.frozenLogits());
    return new Dependencies(StepWords.into(UpdaterWords.into(words, "weightUpdater", stage.weightUpdater()), stage.step()).words(), FormerSettings.of(stage));
  }

  /**
   * @param stage a stage
   * @return its settings
   */
  public static Dependencies of(PolicySampling stage) {
    Words words = new Words("sampling.")
        .put("candidates", stage.candidates())
        .put("mode", stage.mode().name())
        .put("maxParameters", stage.maxParameters())
        .put(ITERATIONS, stage.iterations())
        .put(WEIGHT_DECAY, stage.weightDecay());
    if (!Double.isInfinite(stage.maxMultiplyAdds())) {
      words.put("maxMultiplyAdds", stage.maxMultiplyAdds()); // only then, or trainings of earlier versions could not go on
    }
    return new Dependencies(StepWords.into(UpdaterWords.into(words, UPDATER, stage.updater()), stage.step()).words(), FormerSettings.of(stage));
  }

  /**
   * @param stage a stage
   * @return its settings
   */
  public static Dependencies of(PostTraining stage) {
    Words words = new Words("postTraining.")
        .put("architecture", Words.digest(stage.architecture().toJson()))
        .put(ITERATIONS, stage.iterations())
        .put(WEIGHT_DECAY, stage.weightDecay())
        .put("from", stage.from().name());
    return new Dependencies(StepWords.into(UpdaterWords.into(words, UPDATER, stage.updater()), stage.step()).words(), FormerSettings.of(stage));
  }

  /**
   * @param stage a stage
   * @return its settings
   */
  public static Dependencies of(HardSharing stage) {
    Words words = new Words("hardSharing.").put(ITERATIONS, stage.iterations()).put(WEIGHT_DECAY, stage.weightDecay());
    return new Dependencies(StepWords.into(UpdaterWords.into(words, UPDATER, stage.updater()), stage.step()).words(), FormerSettings.of(stage));
  }

  private static String temperature(TemperatureSchedule schedule) {
    if (schedule instanceof TemperatureSchedule.Stepwise s) {
      return s.start() + " times " + s.decay() + " every " + s.every();
    }
    TemperatureSchedule.Geometric g = (TemperatureSchedule.Geometric) schedule;
    return g.start() + " to " + g.end() + " in " + g.iterations();
  }
}
