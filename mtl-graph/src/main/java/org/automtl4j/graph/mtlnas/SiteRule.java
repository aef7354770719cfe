package org.automtl4j.graph.mtlnas;

import java.util.List;
import org.automtl4j.graph.backbone.Backbone;

/**
 * Which layers of a backbone are fusion sites. Only a layer that everything later goes through can be one: behind a residual block, not inside it.
 */
public sealed interface SiteRule {

  /** Behind each convolution, its BatchNorm and its activation; for a residual block one, behind the block. MTL-NAS's cut of VGG-16 into 13 stages. */
  record Convolutions() implements SiteRule {}

  /** Behind each pooling, the last one where several follow each other. NDDR-CNN's cut of VGG-16 into 5 stages. */
  record Poolings() implements SiteRule {}

  /**
   * Behind these layers.
   *
   * @param layers names of layers or of their outputs, in the backbone's order
   */
  record Listed(List<String> layers) implements SiteRule {
    /** Keeps an unmodifiable copy. */
    public Listed {
      layers = List.copyOf(layers);
    }
  }

  /**
   * @param backbone the layers
   * @return the sites, in the backbone's order
   * @throws org.automtl4j.core.InvalidInputException if there is none, or a listed layer is not there or not possible; the message lists those that are
   */
  default List<FusionSite> sites(Backbone backbone) {
    return new SiteFinder(backbone).find(this);
  }
}
