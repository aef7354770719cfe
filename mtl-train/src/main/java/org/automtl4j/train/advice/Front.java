package org.automtl4j.train.advice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The Pareto front of cost and gain. */
public final class Front {
  private Front() {}

  /**
   * @param contenders in any order
   * @return those that no other one beats: none is as cheap and better, or as good and cheaper; the cheapest first. Of equal ones all stay.
   */
  public static List<Contender> of(List<Contender> contenders) {
    List<Contender> sorted = contenders.stream().sorted(Comparator.comparingDouble(Contender::cost).thenComparing(Contender::gain, Comparator.reverseOrder())).toList();
    List<Contender> front = new ArrayList<>();
    for (Contender next : sorted) {
      Contender last = front.isEmpty() ? next : front.get(front.size() - 1);
      boolean equal = next.cost() == last.cost() && next.gain() == last.gain();
      if (equal || next.gain() > last.gain()) {
        front.add(next);
      }
    }
    return List.copyOf(front);
  }
}
