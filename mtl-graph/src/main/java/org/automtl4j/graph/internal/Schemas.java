package org.automtl4j.graph.internal;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The protobuf schemas of this library as compiled descriptors. None of them imports another. */
public final class Schemas {
  private static final String RESOURCE = "/org/automtl4j/graph/schemas.protobin";

  private Schemas() {}

  /**
   * @param file a schema's file, such as {@code org/automtl4j/graph/prototxt/backbone.proto}
   * @return its messages
   */
  public static FileDescriptor load(String file) {
    try (InputStream in = Schemas.class.getResourceAsStream(RESOURCE)) {
      FileDescriptorProto schema = FileDescriptorSet.parseFrom(in).getFileList().stream().filter(f -> f.getName().endsWith(file)).findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no schema " + file));
      return FileDescriptor.buildFrom(schema, new FileDescriptor[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param message a message
   * @param name a field that is known to be there
   * @return the field
   */
  public static FieldDescriptor field(Descriptor message, String name) {
    FieldDescriptor field = message.findFieldByName(name);
    if (field == null) {
      throw new IllegalArgumentException("no field " + name + " in " + message.getName());
    }
    return field;
  }
}
