package org.automtl4j.train.optimizer;

/**
 * How a rule pulls parameters towards 0.
 *
 * @param factor its strength, at least 0
 * @param decoupled whether it shrinks the parameter itself, by the learning rate, and not by way of the gradient
 */
record WeightDecay(double factor, boolean decoupled) {

  /** What of the parameter is added to its gradient. */
  double coupled() {
    return decoupled ? 0 : factor;
  }

  /** What a step at this rate leaves of a parameter before the rule's own change. */
  double keep(double rate) {
    return decoupled ? 1 - rate * factor : 1;
  }

  static void shrink(float[] p, int count, float keep) {
    if (keep != 1) {
      for (int i = 0; i < count; i++) {
        p[i] *= keep;
      }
    }
  }

  static void shrink(double[] p, int count, double keep) {
    if (keep != 1) {
      for (int i = 0; i < count; i++) {
        p[i] *= keep;
      }
    }
  }
}
