package org.automtl4j.app.sweep;

import java.util.List;
import org.automtl4j.app.report.SweepResult;

/** Is told how a sweep goes. */
public interface SweepListener {

  /**
   * A part begins, or goes on.
   *
   * @param part the part
   * @param number its place, from 1
   * @param count how many parts there are; of a successive halving, in this rung
   */
  default void begins(SweepPart part, int number, int count) {}

  /**
   * A part ended, or failed.
   *
   * @param part what it came to
   * @param number its place, from 1
   * @param count how many parts there are; of a successive halving, in this rung
   */
  default void ended(SweepResult.Part part, int number, int count) {}

  /**
   * A rung of a successive halving ended.
   *
   * @param kept the points that go on, the best first
   * @param of how many there were
   */
  default void halved(List<String> kept, int of) {}
}
