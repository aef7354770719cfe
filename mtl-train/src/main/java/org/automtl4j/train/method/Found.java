package org.automtl4j.train.method;

import java.util.Map;
import java.util.Optional;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.model.MultiTaskModel;

/**
 * What a recipe comes to.
 *
 * @param architecture what a search has found or was given
 * @param model the finished model; empty if the recipe ends before
 * @param confidence by task, how sure a search is of its choices, in [0, 1]; empty without a search
 */
public record Found(Optional<Architecture> architecture, Optional<MultiTaskModel> model, Map<String, Double> confidence) {

  /**
   * @param model a finished model
   * @return that alone
   */
  public static Found of(MultiTaskModel model) {
    return new Found(Optional.empty(), Optional.of(model), Map.of());
  }
}
