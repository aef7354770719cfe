package org.automtl4j.train.step;

import java.util.Optional;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.train.automtl.FrozenLogits;

/**
 * What stays the same over many iterations of a stage: which path is computed, on which data, and which parameters learn by which rule.
 *
 * @param name for messages and as a key, unique in a stage
 * @param stage the path through the super-model
 * @param architecture the branches, for {@link Stage#HARD}
 * @param split where batches come from
 * @param learning which parameters learn by which rule; all others are left alone
 * @param objective what is minimised
 * @param handling what happens to gradients before parameters learn from them
 * @param frozen logits that do not learn
 */
public record Phase(
    String name,
    Stage stage,
    Optional<Architecture> architecture,
    Split split,
    ParameterLearning learning,
    Objective objective,
    GradientHandling handling,
    Optional<FrozenLogits> frozen) {

  /**
   * A phase in which all logits learn that may.
   *
   * @param name for messages and as a key, unique in a stage
   * @param stage the path through the super-model
   * @param architecture the branches, for {@link Stage#HARD}
   * @param split where batches come from
   * @param learning which parameters learn by which rule
   * @param objective what is minimised
   * @param handling what happens to gradients before parameters learn from them
   */
  public Phase(
      String name,
      Stage stage,
      Optional<Architecture> architecture,
      Split split,
      ParameterLearning learning,
      Objective objective,
      GradientHandling handling) {
    this(name, stage, architecture, split, learning, objective, handling, Optional.empty());
  }
}
