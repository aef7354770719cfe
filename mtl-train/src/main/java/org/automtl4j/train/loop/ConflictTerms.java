package org.automtl4j.train.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import org.automtl4j.train.balance.conflict.Conflicts;

/** How tasks' gradients lay to each other, as terms of an iteration: {@code gradientNorm} by task, {@code cosine} by pair, and by layer and pair. */
final class ConflictTerms {
  static final String NORM = "gradientNorm";
  static final String COSINE = "cosine";

  private ConflictTerms() {}

  static void put(Conflicts conflicts, Map<String, Map<String, Double>> terms) {
    Map<String, Double> norms = new LinkedHashMap<>();
    for (int i = 0; i < conflicts.tasks().size(); i++) {
      norms.put(conflicts.tasks().get(i), conflicts.norms()[i]);
    }
    terms.put(NORM, norms);
    Map<String, Double> cosines = new LinkedHashMap<>();
    pairs("", conflicts, conflicts.cosines(), cosines);
    conflicts.layers().forEach((layer, of) -> pairs(layer + "/", conflicts, of, cosines));
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
