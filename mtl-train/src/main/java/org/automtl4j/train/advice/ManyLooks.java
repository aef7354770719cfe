package org.automtl4j.train.advice;

/**
 * How many standard errors the best of several has to be ahead. One look at 2 standard errors is wrong once in 44 times where there is nothing to find; the best of
 * many looks must be further ahead to be wrong as seldom: Phi(z)^looks = Phi(2) (Šidák's correction, which is on the safe side for looks that go together).
 */
final class ManyLooks {
  private static final double ONE_LOOK = 2;
  private static final double LARGEST = 8;
  private static final int HALVINGS = 60;

  private ManyLooks() {}

  /**
   * @param looks how many were compared with the reference, at least 1
   * @return standard errors, at least 2
   */
  static double errors(int looks) {
    double wanted = Math.log(normal(ONE_LOOK)) / looks;
    double low = ONE_LOOK;
    double high = LARGEST;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (Math.log(normal(middle)) < wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return looks == 1 ? ONE_LOOK : high;
  }

  /** The distribution function of the normal distribution: 1/2 + phi(x) (x + x^3/3 + x^5/(3*5) + ...) (Marsaglia, Journal of Statistical Software 11, 2004). */
  static double normal(double x) {
    double term = x;
    double sum = x;
    for (int i = 1; sum + term != sum; i++) {
      term *= x * x / (2 * i + 1);
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
