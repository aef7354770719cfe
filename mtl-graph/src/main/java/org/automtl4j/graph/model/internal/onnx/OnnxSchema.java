package org.automtl4j.graph.model.internal.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.List;
import org.automtl4j.graph.internal.Schemas;

/** Messages of {@code onnx.proto}, made by the names of its fields. */
final class OnnxSchema {
  /** ONNX 1.8, the first with opset 13. */
  static final long IR_VERSION = 7;
  /** The version of the operators that are written. */
  static final long OPSET = 13;
  static final int FLOAT = 1;
  static final int INT64 = 7;
  private static final FileDescriptor FILE = Schemas.load("org/automtl4j/graph/model/onnx/onnx.proto");

  private OnnxSchema() {}

  /** An empty message. */
  static DynamicMessage.Builder message(String name) {
    return DynamicMessage.newBuilder(FILE.findMessageTypeByName(name));
  }

  /** Sets a field, or adds to a repeated one; lists are added one by one. Text goes to fields of bytes as UTF-8. */
  static DynamicMessage.Builder set(DynamicMessage.Builder message, String name, Object value) {
    FieldDescriptor field = Schemas.field(message.getDescriptorForType(), name);
    if (value instanceof List<?> values) {
      values.forEach(each -> message.addRepeatedField(field, each));
    } else if (field.isRepeated()) {
      message.addRepeatedField(field, value);
    } else {
      boolean text = value instanceof String && field.getJavaType() == FieldDescriptor.JavaType.BYTE_STRING;
      message.setField(field, text ? ByteString.copyFromUtf8((String) value) : value);
    }
    return message;
  }

  /** A whole number, a list of whole numbers, a float or a text under a name. */
  static DynamicMessage attribute(String name, Object value) {
    String field = value instanceof Long ? "i" : value instanceof Float ? "f" : value instanceof String ? "s" : "ints";
    int type = value instanceof Long ? 2 : value instanceof Float ? 1 : value instanceof String ? 3 : 7;
    return set(set(set(message("Attribute"), "name", name), field, value), "type", type).build();
  }

  /** A value of floats; an axis of -1 is the batch. */
  static DynamicMessage value(String name, List<Long> shape) {
    DynamicMessage.Builder axes = message("TensorShape");
    for (long size : shape) {
      set(axes, "dim", size < 0 ? set(message("Dimension"), "dim_param", "batch").build() : set(message("Dimension"), "dim_value", size).build());
    }
    DynamicMessage tensor = set(set(message("TensorType"), "elem_type", FLOAT), "shape", axes.build()).build();
    return set(set(message("Value"), "name", name), "type", set(message("Type"), "tensor_type", tensor).build()).build();
  }

  /** A tensor whose numbers stand in it as they are in memory, little endian. */
  static DynamicMessage tensor(String name, int type, List<Long> shape, ByteString numbers) {
    DynamicMessage.Builder tensor = set(set(message("Tensor"), "dims", shape), "data_type", type);
    return set(set(tensor, "name", name), "raw_data", numbers).build();
  }
}
