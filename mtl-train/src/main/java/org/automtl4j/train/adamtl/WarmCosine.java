package org.automtl4j.train.adamtl;

import org.automtl4j.core.InvalidInputException;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * A rate that rises in a straight line, falls by half a wave, and stays.
 *
 * @param rate what it rises to
 * @param first what it rises from
 * @param last what it falls to
 * @param iterations after which it is there, warm-up included
 * @param warmUp iterations of the rise
 * @param apart whether the wave begins where the rise ends; else its clock runs from the first iteration, so that the rate jumps down where the rise ends
 */
public record WarmCosine(double rate, double first, double last, int iterations, int warmUp, boolean apart) implements ISchedule {
  private static final long serialVersionUID = 1L;

  /** Checks the ranges. */
  public WarmCosine {
    for (double value : new double[] {rate, first, last}) {
      if (!(value >= 0 && Double.isFinite(value))) {
        throw new InvalidInputException("learning rates must be finite and not negative, found " + rate + ", from " + first + " and to " + last);
      }
    }
    if (warmUp < 0 || iterations < 0) {
      throw new InvalidInputException("a rate's rise of " + warmUp + " iterations of " + iterations + ", allowed: at least 0 of at least 0");
    }
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    if (iteration < warmUp) {
      return first + iteration * (rate - first) / warmUp;
    }
    int place = apart ? iteration - warmUp : iteration;
    int length = apart ? iterations - warmUp : iterations;
    return place >= length ? last : last + 0.5 * (rate - last) * (1 + Math.cos(Math.PI * place / length));
  }

  @Override
  public ISchedule clone() {
    return new WarmCosine(rate, first, last, iterations, warmUp, apart);
  }
}
