package org.automtl4j.graph.model.convert;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.RandomStream;

/** An ONNX file made by hand, field by field, as exporters and attackers may write it. */
final class OnnxText {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private int opset = 17;
  private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

  private interface Fields {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] bytes(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.to(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private OnnxText field(int number, byte[] message) {
    graph.writeBytes(bytes(out -> out.writeByteArray(number, message)));
    return this;
  }

  private static byte[] value(String name, int... shape) {
    byte[] axes = bytes(out -> {
      for (int size : shape) {
        out.writeByteArray(1, bytes(axis -> axis.writeInt64(1, size)));
      }
    });
    byte[] tensor = bytes(out -> {
      out.writeInt32(1, FLOAT);
      out.writeByteArray(2, axes);
    });
    return bytes(out -> {
      out.writeString(1, name);
      out.writeByteArray(2, bytes(type -> type.writeByteArray(1, tensor)));
    });
  }

  OnnxText input(String name, int... shape) {
    return field(11, value(name, shape));
  }

  OnnxText output(String name) {
    return field(12, value(name));
  }

  /** A node of one output, with whole numbers, real ones, texts and lists as attributes. */
  OnnxText node(String type, List<String> inputs, String output, Object... attributes) {
    return node("", type, inputs, List.of(output), attributes);
  }

  /** A node with a name and perhaps several outputs. */
  OnnxText node(String nodeName, String type, List<String> inputs, List<String> outputs, Object... attributes) {
    return field(1, bytes(out -> {
      for (String input : inputs) {
        out.writeString(1, input);
      }
      for (String output : outputs) {
        out.writeString(2, output);
      }
      out.writeString(3, nodeName);
      out.writeString(4, type);
      for (int i = 0; i < attributes.length; i += 2) {
        out.writeByteArray(5, attribute((String) attributes[i], attributes[i + 1]));
      }
    }));
  }

  private static byte[] attribute(String name, Object value) {
    return bytes(attribute -> {
      attribute.writeString(1, name);
      if (value instanceof Integer whole) {
        attribute.writeInt64(3, whole);
        attribute.writeInt32(20, 2);
      } else if (value instanceof Float real) {
        attribute.writeFloat(2, real);
        attribute.writeInt32(20, 1);
      } else if (value instanceof String text) {
        attribute.writeString(4, text);
        attribute.writeInt32(20, 3);
      } else if (value instanceof List<?> list && list.get(0) instanceof Float) {
        for (Object element : list) {
          attribute.writeFloat(7, (Float) element);
        }
        attribute.writeInt32(20, 6);
      } else {
        for (Object element : (List<?>) value) {
          attribute.writeInt64(8, (Integer) element);
        }
        attribute.writeInt32(20, 7);
      }
    });
  }

  /** The version of the operators. */
  OnnxText opset(int version) {
    opset = version;
    return this;
  }

  /** A stored list of whole numbers. */
  OnnxText wholes(String name, long... values) {
    ByteBuffer numbers = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      numbers.putLong(value);
    }
    return field(5, bytes(out -> {
      out.writeInt64(1, values.length);
      out.writeInt32(2, INT64);
      out.writeString(8, name);
      out.writeBytes(9, ByteString.copyFrom(numbers.array()));
    }));
  }

  /** A stored tensor; without numbers, random ones of its own. */
  OnnxText tensor(String name, int[] shape, float... given) {
    int count = 1;
    for (int size : shape) {
      count *= size;
    }
    RandomStream random = RandomStream.of(1, name);
    ByteBuffer numbers = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      numbers.putFloat(given.length > 0 ? given[i] : (float) random.uniform(-1, 1));
    }
    return field(5, bytes(out -> {
      for (int size : shape) {
        out.writeInt64(1, size);
      }
      out.writeInt32(2, FLOAT);
      out.writeString(8, name);
      out.writeBytes(9, ByteString.copyFrom(numbers.array()));
    }));
  }

  Path write(Path file) throws IOException {
    return Files.write(file, bytes(out -> {
      out.writeInt64(1, 8);
      out.writeByteArray(7, graph.toByteArray());
      out.writeByteArray(8, bytes(set -> set.writeInt64(2, opset)));
    }));
  }
}
