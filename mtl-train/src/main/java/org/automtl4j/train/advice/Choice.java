package org.automtl4j.train.advice;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is taken: the cheapest contender within one standard error of the best (Breiman et al., Classification and Regression Trees, 1984), and hard sharing where
 * the best is not ahead of it by two standard errors, more where many were looked at.
 *
 * @param taken what is worth its cost; empty: hard sharing
 * @param best the contender with the largest gain, taken or not; empty where there was none
 */
public record Choice(Optional<Contender> taken, Optional<Contender> best) {

  /**
   * @param contenders those that were compared with hard sharing
   * @return the choice
   */
  public static Choice of(List<Contender> contenders) {
    return of(contenders, Math.max(1, contenders.size()));
  }

  /**
   * @param contenders those that were compared with hard sharing to the end
   * @param looks how many were looked at, those among them that were left behind on the way, at least 1
   * @return the choice
   */
  public static Choice of(List<Contender> contenders, int looks) {
    Optional<Contender> best = contenders.stream().max(Comparator.comparingDouble(Contender::gain).thenComparing(Contender::cost, Comparator.reverseOrder()));
    Optional<Contender> ahead = best.filter(b -> b.gain() > 0 && b.gain() >= ManyLooks.errors(looks) * b.standardError());
    return new Choice(ahead.flatMap(b -> contenders.stream().filter(c -> c.gain() >= b.gain() - b.standardError())
        .min(Comparator.comparingDouble(Contender::cost).thenComparing(Contender::gain, Comparator.reverseOrder()))), best);
  }

  /** @return whether hard sharing is taken */
  public boolean isHardSharing() {
    return taken.isEmpty();
  }
}
