package org.automtl4j.train.internal;

import java.util.Map;
import java.util.Optional;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.supermodel.Architecture;
import org.automtl4j.graph.supermodel.ParameterStore;
import org.automtl4j.graph.supermodel.Stage;
import org.automtl4j.train.optimizer.Optimizer;

/**
 * What stays the same over many iterations of a stage: which path is computed, on which data, and which parameters learn by which rule.
 *
 * @param name for messages and as a key, unique in a stage
 * @param stage the path through the super-model
 * @param architecture the branches, for {@link Stage#HARD}
 * @param split where batches come from
 * @param trained which parameters learn; all others are left alone
 * @param taskWeights factor of each task's loss
 * @param regulariser weight and slope of the policy regulariser, where there is one
 * @param optimizer the rule
 * @param frozen logits that do not learn
 */
record Phase(
    String name,
    Stage stage,
    Optional<Architecture> architecture,
    Split split,
    ParameterStore.Role trained,
    Map<String, Double> taskWeights,
    Optional<Regulariser> regulariser,
    Optimizer optimizer,
    Optional<FrozenLogits> frozen) {

  Phase(
      String name,
      Stage stage,
      Optional<Architecture> architecture,
      Split split,
      ParameterStore.Role trained,
      Map<String, Double> taskWeights,
      Optional<Regulariser> regulariser,
      Optimizer optimizer) {
    this(name, stage, architecture, split, trained, taskWeights, regulariser, optimizer, Optional.empty());
  }

  /**
   * The policy regulariser's part in the loss.
   *
   * @param lambda its weight
   * @param scale its slope s
   */
  record Regulariser(double lambda, double scale) {}
}
