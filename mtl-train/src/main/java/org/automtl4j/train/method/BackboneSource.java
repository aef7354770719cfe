package org.automtl4j.train.method;

import java.nio.file.Path;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.prototxt.UnsupportedFields;

/**
 * Where a backbone comes from.
 *
 * @param words a name or a file, as the user wrote it; what it may be is the method's to say
 * @param unsupported what becomes of fields of a prototxt file that have no meaning here
 * @param weights trained numbers to start from, wherever fresh ones are made
 */
public record BackboneSource(String words, UnsupportedFields unsupported, Optional<Path> weights) {

  /**
   * @return the backbone, of a prototxt file or a name in {@code models/}
   * @throws InvalidInputException if there is no such thing or it cannot be read
   */
  public Backbone backbone() {
    return Backbone.resolve(words, unsupported);
  }
}
