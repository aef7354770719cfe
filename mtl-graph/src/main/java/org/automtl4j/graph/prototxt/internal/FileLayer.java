package org.automtl4j.graph.prototxt.internal;

import java.util.List;
import org.automtl4j.graph.backbone.Layer;

/**
 * A layer as it goes into the wiring.
 *
 * @param fields where a file says it
 * @param layer what it computes
 * @param top the name of its output
 * @param bottoms the names that it reads
 * @param sources the file's layers that it is made of: a BatchNorm and its Scale are two
 */
public record FileLayer(Fields fields, Layer layer, String top, List<String> bottoms, List<String> sources) {

  /** Keeps unmodifiable copies. */
  public FileLayer {
    bottoms = List.copyOf(bottoms);
    sources = List.copyOf(sources);
  }

  FileLayer with(Layer other) {
    return new FileLayer(fields, other, top, bottoms, sources);
  }
}
