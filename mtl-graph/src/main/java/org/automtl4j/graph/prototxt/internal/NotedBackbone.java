package org.automtl4j.graph.prototxt.internal;

import java.util.List;
import org.automtl4j.graph.backbone.Backbone;

/**
 * A backbone as a user's file gives it.
 *
 * @param backbone the backbone
 * @param remarks what a reader should know about it, each a line
 */
public record NotedBackbone(Backbone backbone, List<String> remarks) {
  /** Keeps an unmodifiable copy. */
  public NotedBackbone {
    remarks = List.copyOf(remarks);
  }
}
