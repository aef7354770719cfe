package org.automtl4j.graph.prototxt.internal;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import org.automtl4j.graph.internal.Schemas;

/** The schema of the text format: {@code backbone.proto}, as its compiled descriptor. */
final class Schema {
  private static final FileDescriptor FILE = Schemas.load("org/automtl4j/graph/prototxt/backbone.proto");

  private Schema() {}

  /** The message of a whole file. */
  static Descriptor net() {
    return FILE.findMessageTypeByName("NetParameter");
  }

  static Descriptor layer() {
    return FILE.findMessageTypeByName("LayerParameter");
  }

  /** A field that is known to be there. */
  static FieldDescriptor field(Descriptor message, String name) {
    return Schemas.field(message, name);
  }
}
