package org.automtl4j.train.schedule;

import org.automtl4j.core.InvalidInputException;

/**
 * The temperature of the relaxed choice softmax((logits + noise) / temperature) as a pure function of how many policy steps were taken (Jang, Gu, Poole:
 * Categorical reparameterization with Gumbel-softmax, ICLR 2017). High: branches are mixed evenly; low: nearly one branch.
 */
public sealed interface TemperatureSchedule {

  /**
   * @param policyIterations how many policy iterations are behind
   * @return the temperature of the next forward, greater than 0
   */
  double at(int policyIterations);

  /**
   * AutoMTL's: multiplied by a factor after every so many policy iterations, as long as it is above 1e-6.
   *
   * @param start temperature of the first iteration; published: 5
   * @param decay the factor, in (0, 1]; published: 0.965
   * @param every policy iterations between two multiplications; published: the policy steps of one turn plus 1
   */
  record Stepwise(double start, double decay, int every) implements TemperatureSchedule {
    private static final double FLOOR = 1e-6;

    /** Checks the ranges. */
    public Stepwise {
      positive("temperature", start);
      if (!(decay > 0 && decay <= 1)) {
        throw new InvalidInputException("the temperature's decay must lie in (0, 1], found " + decay);
      }
      if (every < 1) {
        throw new InvalidInputException("the temperature must be kept for at least 1 policy iteration, found " + every);
      }
    }

    @Override
    public double at(int policyIterations) {
      double temperature = start;
      // Multiplied one by one, not by a power: the same bits as a loop that carries the temperature along.
      for (int i = policyIterations / every; i > 0 && temperature > FLOOR && decay < 1; i--) {
        temperature *= decay;
      }
      return temperature;
    }
  }

  /**
   * Geometric from start to end: start * (end / start)^(i / (iterations - 1)), then constant. For short searches, where the published steps would never cool
   * down.
   *
   * @param start temperature of the first policy iteration
   * @param end temperature of the last one
   * @param iterations policy iterations of the whole search
   */
  record Geometric(double start, double end, int iterations) implements TemperatureSchedule {

    /** Checks the ranges. */
    public Geometric {
      positive("temperature", start);
      positive("final temperature", end);
      if (iterations < 1) {
        throw new InvalidInputException("a search has at least 1 policy iteration, found " + iterations);
      }
    }

    @Override
    public double at(int policyIterations) {
      if (iterations == 1 || policyIterations == 0) {
        return start;
      }
      return policyIterations >= iterations - 1 ? end : start * Math.pow(end / start, policyIterations / (iterations - 1.0));
    }
  }

  /**
   * @param policySteps policy iterations of one turn
   * @return the published schedule: 5, times 0.965 after every {@code policySteps + 1} policy iterations
   */
  static Stepwise published(int policySteps) {
    return new Stepwise(5, 0.965, policySteps + 1);
  }

  private static void positive(String what, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("the " + what + " must be a finite number greater than 0, found " + value);
    }
  }
}
