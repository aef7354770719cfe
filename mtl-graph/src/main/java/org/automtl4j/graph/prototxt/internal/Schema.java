package org.automtl4j.graph.prototxt.internal;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The schema of the text format: {@code backbone.proto}, as its compiled descriptor. */
final class Schema {
  private static final String RESOURCE = "/org/automtl4j/graph/prototxt/backbone.protobin";
  private static final FileDescriptor FILE = load();

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
    FieldDescriptor field = message.findFieldByName(name);
    if (field == null) {
      throw new IllegalArgumentException("no field " + name + " in " + message.getName());
    }
    return field;
  }

  private static FileDescriptor load() {
    try (InputStream in = Schema.class.getResourceAsStream(RESOURCE)) {
      return FileDescriptor.buildFrom(FileDescriptorSet.parseFrom(in).getFile(0), new FileDescriptor[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }
}
