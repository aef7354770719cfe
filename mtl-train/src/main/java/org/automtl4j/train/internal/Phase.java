package org.automtl4j.train.internal;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
 * @param regulariser the policy regulariser, where there is one
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
   * The policy regulariser.
   *
   * @param lambda its weight in the loss; none where it is only reported, since nothing that it depends on learns
   * @param scale its slope s
   */
  record Regulariser(OptionalDouble lambda, double scale) {
    static Regulariser trained(double lambda, double scale) {
      return new Regulariser(OptionalDouble.of(lambda), scale);
    }

    static Regulariser reported(double scale) {
      return new Regulariser(OptionalDouble.empty(), scale);
    }
  }
}
