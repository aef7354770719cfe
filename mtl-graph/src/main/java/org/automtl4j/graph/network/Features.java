package org.automtl4j.graph.network;

import java.util.List;
import org.automtl4j.graph.backbone.Shape;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The maps that a head may look at, the deepest last.
 *
 * @param maps at least one
 */
public record Features(List<FeatureMap> maps) {

  /**
   * One map.
   *
   * @param value [N, C, H, W]
   * @param shape C, H, W
   */
  public record FeatureMap(SDVariable value, Shape shape) {}

  /** Keeps an unmodifiable copy. */
  public Features {
    maps = List.copyOf(maps);
    if (maps.isEmpty()) {
      throw new IllegalArgumentException("a head needs at least one map");
    }
  }

  /** @return the deepest map */
  public FeatureMap last() {
    return maps.get(maps.size() - 1);
  }
}
