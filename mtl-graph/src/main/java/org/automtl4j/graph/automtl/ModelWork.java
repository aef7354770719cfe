package org.automtl4j.graph.automtl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model stores and computes for one image and all of its tasks.
 *
 * @param backboneParameters the paper's count: weights and biases of the convolutions, without skip projections
 * @param layers the backbone's layers that have numbers, in its order
 * @param heads the heads, by task: one copy, one pass
 */
public record ModelWork(long backboneParameters, List<LayerWork> layers, Map<String, WorkPart> heads) {

  /** Keeps unmodifiable copies in the same order. */
  public ModelWork {
    layers = List.copyOf(layers);
    heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
  }

  /** @return multiply-adds for one image and all tasks; what tasks share is computed once */
  public long multiplyAdds() {
    return layers.stream().mapToLong(LayerWork::multiplyAdds).sum() + heads.values().stream().mapToLong(WorkPart::total).sum();
  }

  /** @return all numbers that are stored: backbone, skip projections, BatchNorms with their running statistics, heads */
  public long parameters() {
    return layers.stream().mapToLong(LayerWork::parameters).sum() + heads.values().stream().mapToLong(WorkPart::stored).sum();
  }

  /** @return the three sums */
  public ModelSize size() {
    return new ModelSize(backboneParameters, parameters(), multiplyAdds());
  }
}
