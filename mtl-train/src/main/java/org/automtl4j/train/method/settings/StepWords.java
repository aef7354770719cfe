package org.automtl4j.train.method.settings;

import org.automtl4j.train.step.DecayScope;
import org.automtl4j.train.step.GradientHandling;
import org.automtl4j.train.step.StepSettings;

/** How steps depart from the published ones, in the words of all formats: release 0.1 had no other steps, so that what is published is not said. */
public final class StepWords {
  private StepWords() {}

  /**
   * @param words what is added to
   * @param step how steps depart
   * @return the words
   */
  public static Words into(Words words, StepSettings step) {
    if (step.decoupledDecay()) {
      words.put("step.decoupledDecay", true);
    }
    if (step.decayOn() != DecayScope.ALL) {
      words.put("step.decayOn", step.decayOn().name());
    }
    if (step.headRate() != 1) {
      words.put("step.headRate", step.headRate());
    }
    GradientHandling handling = step.handling();
    handling.clipNorm().ifPresent(norm -> words.put("step.clipNorm", norm));
    if (handling.batches() > 1) {
      words.put("step.accumulate", handling.batches());
    }
    return words;
  }
}
