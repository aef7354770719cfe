package org.automtl4j.graph.model.internal.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;

/** The fields of one protobuf message, one after the other, by the names of the schema. Fields that the schema has not are passed over. */
final class WireFields implements Iterable<WireFields.Field> {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final ByteString bytes;
  private final Descriptor message;

  private WireFields(ByteString bytes, String message) {
    this.bytes = bytes;
    this.message = OnnxSchema.message(message).getDescriptorForType();
  }

  static WireFields of(ByteString bytes, String message) throws IOException {
    WireFields fields = new WireFields(bytes, message);
    for (Cursor check = fields.cursor(); check.advance();) { // a damaged message is found before anything is made of it
      check.field();
    }
    return fields;
  }

  /** One field's value: a number, or bytes that are a text, a message, or a packed list. */
  record Field(String name, int wireType, long number, ByteString bytes) {

    long whole() {
      return number;
    }

    float real() {
      return Float.intBitsToFloat((int) number);
    }

    String text() {
      return CONTROL.matcher(bytes.toStringUtf8()).replaceAll("?"); // names come up in messages of one line
    }

    /** One number, or a packed list of them. */
    List<Long> wholes(int most) throws IOException {
      if (wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        return List.of(number);
      }
      List<Long> values = new ArrayList<>();
      CodedInputStream in = bytes.newCodedInput();
      while (!in.isAtEnd() && values.size() <= most) {
        values.add(in.readInt64());
      }
      return values;
    }

    /** One number, or a packed list of them. */
    List<Float> reals(int most) throws IOException {
      if (wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        return List.of(real());
      }
      List<Float> values = new ArrayList<>();
      CodedInputStream in = bytes.newCodedInput();
      while (!in.isAtEnd() && values.size() <= most) {
        values.add(in.readFloat());
      }
      return values;
    }
  }

  private Cursor cursor() {
    return new Cursor(bytes.newCodedInput());
  }

  @Override
  public Iterator<Field> iterator() {
    Cursor cursor = cursor();
    return new Iterator<>() {
      private boolean ready;

      @Override
      public boolean hasNext() {
        try {
          ready = ready || cursor.advance();
          return ready;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public Field next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        ready = false;
        try {
          return cursor.field();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** Goes to the next field that the schema has. */
  private final class Cursor {
    private final CodedInputStream in;
    private FieldDescriptor field;
    private int wireType;

    Cursor(CodedInputStream in) {
      this.in = in;
      in.enableAliasing(true);
    }

    boolean advance() throws IOException {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        field = message.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
        wireType = tag & 7;
        if (field != null) {
          return true;
        }
        if (!in.skipField(tag)) {
          throw new InvalidProtocolBufferException("a group ends that did not begin");
        }
      }
      return false;
    }

    Field field() throws IOException {
      return switch (wireType) {
        case WireFormat.WIRETYPE_VARINT -> new Field(field.getName(), wireType, in.readRawVarint64(), ByteString.EMPTY);
        case WireFormat.WIRETYPE_FIXED32 -> new Field(field.getName(), wireType, in.readRawLittleEndian32(), ByteString.EMPTY);
        case WireFormat.WIRETYPE_FIXED64 -> new Field(field.getName(), wireType, in.readRawLittleEndian64(), ByteString.EMPTY);
        case WireFormat.WIRETYPE_LENGTH_DELIMITED -> new Field(field.getName(), wireType, 0, in.readBytes());
        default -> throw new InvalidProtocolBufferException("field " + field.getName() + " is written as a group");
      };
    }
  }
}
