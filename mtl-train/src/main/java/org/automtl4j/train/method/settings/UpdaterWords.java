package org.automtl4j.train.method.settings;

import java.util.Locale;
import org.automtl4j.train.schedule.FallingSchedule;
import org.automtl4j.train.schedule.WarmUpSchedule;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.StepSchedule;

/** An update rule in the words of the present format: those rules that optimisers are made of. */
public final class UpdaterWords {
  private UpdaterWords() {}

  /**
   * @param words what is added to
   * @param name what the rule is called
   * @param updater the rule
   * @return the words
   */
  public static Words into(Words words, String name, IUpdater updater) {
    if (updater instanceof Adam adam) {
      return rate(words.put(name, "adam"), name, adam.getLearningRate(), adam.getLearningRateSchedule())
          .put(name + ".beta1", adam.getBeta1()).put(name + ".beta2", adam.getBeta2()).put(name + ".epsilon", adam.getEpsilon());
    }
    if (updater instanceof Nesterovs nesterovs) {
      return rate(words.put(name, "momentum"), name, nesterovs.getLearningRate(), nesterovs.getLearningRateSchedule())
          .put(name + ".momentum", nesterovs.getMomentum());
    }
    if (updater instanceof Sgd sgd) {
      return rate(words.put(name, "descent"), name, sgd.getLearningRate(), sgd.getLearningRateSchedule());
    }
    return words.put(name, Words.own(updater));
  }

  /** A schedule takes the place of the constant rate. */
  private static Words rate(Words words, String name, double constant, ISchedule schedule) {
    return words.put(name + ".learningRate", schedule == null ? String.valueOf(constant) : schedule(schedule));
  }

  private static String schedule(ISchedule schedule) {
    if (schedule instanceof FixedSchedule) {
      return String.valueOf(schedule.valueAt(0, 0));
    }
    if (schedule instanceof StepSchedule s) {
      return s.getInitialValue() + " times " + s.getDecayRate() + " every " + s.getStep();
    }
    if (schedule instanceof ExponentialSchedule e) {
      return e.getInitialValue() + " times " + e.getGamma() + " each";
    }
    if (schedule instanceof PolySchedule p) {
      return p.getInitialValue() + " falling by power " + p.getPower() + " in " + p.getMaxIter();
    }
    if (schedule instanceof FallingSchedule f) {
      return f.start() + " " + f.form().name().toLowerCase(Locale.ROOT) + (f.form() == FallingSchedule.Form.POLY ? " " + f.power() : "") + " to " + f.end() + " in "
          + f.iterations();
    }
    if (schedule instanceof WarmUpSchedule w) {
      return schedule(w.schedule()) + " after a warm-up of " + w.iterations();
    }
    return Words.own(schedule);
  }
}
