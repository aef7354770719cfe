package org.automtl4j.train.method;

import java.util.function.Function;
import java.util.function.Supplier;
import org.automtl4j.graph.network.View;
import org.automtl4j.train.step.Phase;

/**
 * What of a network is judged on the validation split while it is trained, and what that is for.
 *
 * @param view what is judged when an iteration of a phase is done; asked anew each time, so that it may follow the choices of a search
 * @param duringTraining whether the run's validations apply
 * @param comparable whether one validation can be compared with another, so that patience and the best weights apply; not so in a search
 * @param atEnd whether the figures are taken at the end, for a model that is only compared with others
 */
public record Judgement(Function<Phase, View> view, boolean duringTraining, boolean comparable, boolean atEnd) {
  /** What is trained is judged. */
  public static final Judgement TRAINED = new Judgement(Phase::view, true, true, false);
  /** What is trained is judged at the end only. */
  public static final Judgement AT_END = new Judgement(Phase::view, false, false, true);

  /**
   * @param view what a search would come to if it ended now
   * @return that is judged, and nothing follows from it
   */
  public static Judgement ofSearch(Supplier<? extends View> view) {
    return new Judgement(phase -> view.get(), true, false, false);
  }
}
