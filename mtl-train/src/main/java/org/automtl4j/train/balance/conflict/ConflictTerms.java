package org.automtl4j.train.balance.conflict;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How tasks' gradients lay to each other, as terms of an iteration: {@link #NORM} by task; {@link #COSINE} by pair, as {@code depth-normal}, and by layer and pair,
 * as {@code layer.3/depth-normal}. Pairs of which one gradient is 0 are left out.
 */
public final class ConflictTerms {
  /** The factors of tasks' losses or gradients, by task. */
  public static final String WEIGHT = "weight";
  /** The norms of tasks' gradients of all shared parameters, by task. */
  public static final String NORM = "gradientNorm";
  /** The cosines between tasks' gradients. */
  public static final String COSINE = "cosine";
  /** Stands between a layer and a pair. */
  public static final String OF_LAYER = "/";

  private ConflictTerms() {}

  /**
   * @param conflicts of an iteration
   * @param terms of it, by name; more are put in
   */
  public static void put(Conflicts conflicts, Map<String, Map<String, Double>> terms) {
    Map<String, Double> norms = new LinkedHashMap<>();
    for (int i = 0; i < conflicts.tasks().size(); i++) {
      norms.put(conflicts.tasks().get(i), conflicts.norms()[i]);
    }
    terms.put(NORM, norms);
    Map<String, Double> cosines = new LinkedHashMap<>();
    pairs("", conflicts, conflicts.cosines(), cosines);
    conflicts.layers().forEach((layer, of) -> pairs(layer + OF_LAYER, conflicts, of, cosines));
    terms.put(COSINE, cosines);
  }

  private static void pairs(String before, Conflicts conflicts, double[][] cosines, Map<String, Double> into) {
    for (int i = 0; i < cosines.length; i++) {
      for (int j = i + 1; j < cosines.length; j++) {
        if (cosines[i][i] != 0 && cosines[j][j] != 0) {
          into.put(before + conflicts.tasks().get(i) + "-" + conflicts.tasks().get(j), cosines[i][j]);
        }
      }
    }
  }
}
