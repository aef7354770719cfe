package org.automtl4j.train.method;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.advice.Trials;

/**
 * What a recipe comes to.
 *
 * @param architecture what a search has found or was given
 * @param model the finished model; empty if the recipe ends before
 * @param confidence by task, how sure a search is of its choices, in [0, 1]; empty without a search
 * @param beside by the name of another method, that method's model, which came with this one and needs no training of its own, see {@link Recipe#brings}
 * @param trials what it was compared with on the way; empty if it was compared with nothing
 */
public record Found(Optional<Architecture> architecture, Optional<MultiTaskModel> model, Map<String, Double> confidence, Map<String, MultiTaskModel> beside, Optional<Trials> trials) {

  /** Keeps unmodifiable copies in the same order. */
  public Found {
    confidence = Collections.unmodifiableMap(new LinkedHashMap<>(confidence));
    beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
  }

  /**
   * Of a recipe that trains one model and compares it with nothing.
   *
   * @param architecture what a search has found or was given
   * @param model the finished model; empty if the recipe ends before
   * @param confidence by task, how sure a search is of its choices, in [0, 1]; empty without a search
   */
  public Found(Optional<Architecture> architecture, Optional<MultiTaskModel> model, Map<String, Double> confidence) {
    this(architecture, model, confidence, Map.of(), Optional.empty());
  }

  /**
   * @param model a finished model
   * @return that alone
   */
  public static Found of(MultiTaskModel model) {
    return new Found(Optional.empty(), Optional.of(model), Map.of());
  }
}
