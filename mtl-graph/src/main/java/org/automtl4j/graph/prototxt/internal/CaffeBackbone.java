package org.automtl4j.graph.prototxt.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network of Caffe's as a backbone.
 *
 * @param noted the backbone, and what a reader should know
 * @param sources by layer of the backbone, the file's layers that it is made of
 * @param images how images are prepared, where a layer of the file says so
 */
public record CaffeBackbone(NotedBackbone noted, Map<String, List<String>> sources, Optional<CaffeImages> images) {

  /** Keeps an unmodifiable copy. */
  public CaffeBackbone {
    sources = Map.copyOf(sources);
  }
}
