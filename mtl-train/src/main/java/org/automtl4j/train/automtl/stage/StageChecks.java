package org.automtl4j.train.automtl.stage;

import org.automtl4j.core.InvalidInputException;

/** Range checks that name the setting and the value found. */
final class StageChecks {

  private StageChecks() {}

  static void iterations(String stage, int found) {
    if (found < 0) {
      throw new InvalidInputException(stage + ".iterations: at least 0, found " + found);
    }
  }

  static void atLeast(String setting, int least, int found) {
    if (found < least) {
      throw new InvalidInputException(setting + ": at least " + least + ", found " + found);
    }
  }

  static void notNegative(String setting, double found) {
    if (!(found >= 0) || Double.isInfinite(found)) {
      throw new InvalidInputException(setting + ": a number of at least 0, found " + found);
    }
  }

  static void positive(String setting, double found) {
    if (!(found > 0) || Double.isInfinite(found)) {
      throw new InvalidInputException(setting + ": a number above 0, found " + found);
    }
  }
}
