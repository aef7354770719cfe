package org.automtl4j.app.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.core.InvalidInputException;

/**
 * Successive halving (Jamieson and Talwalkar, AISTATS 2016): all points are trained for a small share of their iterations, the best of them, judged on the
 * validation split, for {@code factor} times that share, and so on; the last rung trains the whole way. Every rung trains anew, so that each run is one that
 * its configuration alone would give.
 *
 * @param rungs how often points are compared, at least 2
 * @param factor by how many times points get fewer, and iterations more, from rung to rung; at least 2
 */
public record Halving(int rungs, int factor) {
  private static final int MOST_RUNGS = 8;

  /** Checks the numbers. */
  public Halving {
    if (rungs < 2 || rungs > MOST_RUNGS || factor < 2) {
      throw new InvalidInputException("halving: found " + rungs + " rungs and the factor " + factor + ", allowed: 2 to " + MOST_RUNGS
          + " rungs, and a factor of at least 2");
    }
  }

  /** The share of the iterations in a rung. */
  double share(int rung) {
    return Math.pow(factor, rung - (rungs - 1));
  }

  /** How many of some points go on to the next rung: at least one. */
  int kept(int points) {
    return Math.max(1, (int) Math.ceil((double) points / factor));
  }

  /** The configuration with that share of each stage's iterations, and without models to compare with, which no rung but the last needs. */
  RunConfig shortened(RunConfig config, double share) {
    List<String> changes = new ArrayList<>(List.of("baselines=[]"));
    for (Map.Entry<String, String> key : config.flat().entrySet()) {
      if (key.getKey().endsWith(".iterations") && !key.getKey().startsWith("budget.") && key.getValue().matches("[0-9]+")) {
        long whole = Long.parseLong(key.getValue());
        changes.add(key.getKey() + "=" + (whole == 0 ? 0 : Math.max(1, Math.round(whole * share))));
      }
    }
    return config.with(changes.toArray(String[]::new));
  }
}
