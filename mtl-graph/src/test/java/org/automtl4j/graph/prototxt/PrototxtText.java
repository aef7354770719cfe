package org.automtl4j.graph.prototxt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.graph.backbone.Backbone;

/** Networks that stand as text in tests. */
final class PrototxtText {
  private PrototxtText() {}

  /** Reads a network as the published code does, which ignores some fields. */
  static Backbone read(String network) {
    try {
      Path file = Files.createTempFile("network", ".prototxt");
      try {
        return Prototxt.read(Files.writeString(file, network), UnsupportedFields.IGNORE);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
