package org.automtl4j.data.prepare.internal.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Walks through the elements of MATLAB's file format 5, each a type, a length and so many bytes (MathWorks: MAT-File Format, chapter 1). Nothing is taken for
 * granted: a length that leaves what is there is damage, and a compressed element has a limit.
 */
final class MatlabElements {
  private static final int LITTLE = 'I' | 'M' << 8;
  private static final int MATRIX = 14;
  private static final int COMPRESSED = 15;
  private static final int FIRST_NUMERIC_CLASS = 6;
  private static final int LAST_NUMERIC_CLASS = 15;
  private static final int LONGEST_NAME = 63;
  private static final int MOST_INFLATED = 1 << 24;

  /** What is there is no such file. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  private final ByteBuffer bytes;
  private int type;
  private ByteBuffer content;

  private MatlabElements(ByteBuffer bytes) {
    this.bytes = bytes;
    this.content = bytes.duplicate().limit(bytes.position());
  }

  /** The elements of a file behind its header. */
  static MatlabElements of(byte[] file, int header) throws DamagedException {
    if (file.length < header) {
      throw new DamagedException("it ends within its header");
    }
    if (new String(file, 0, 10, StandardCharsets.ISO_8859_1).equals("MATLAB 7.3")) {
      throw new DamagedException("it is of the format 7.3; save it with '-v7'");
    }
    int mark = (file[header - 2] & 0xFF) | (file[header - 1] & 0xFF) << 8;
    if (mark != LITTLE && mark != Integer.reverseBytes(LITTLE) >>> 16) {
      throw new DamagedException("its header does not end with 'IM'");
    }
    ByteBuffer bytes = ByteBuffer.wrap(file).order(mark == LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    return new MatlabElements(bytes.position(header));
  }

  /** Goes on to the next element, if there is one. */
  boolean next() throws DamagedException {
    if (!bytes.hasRemaining()) {
      return false;
    }
    need(8);
    int first = bytes.getInt();
    boolean small = first >>> 16 != 0;
    type = small ? first & 0xFFFF : first;
    int length = small ? first >>> 16 : bytes.getInt();
    if (small && length > 4 || length < 0 || length > (small ? 4 : bytes.remaining())) {
      throw new DamagedException("an element of " + (length & 0xFFFFFFFFL) + " bytes at byte " + bytes.position() + ", where " + bytes.remaining() + " follow");
    }
    content = bytes.slice(bytes.position(), length).order(bytes.order());
    int padded = small ? 4 : type == COMPRESSED ? length : Math.min(bytes.remaining(), (length + 7) / 8 * 8);
    bytes.position(bytes.position() + padded);
    return true;
  }

  private void need(int count) throws DamagedException {
    if (bytes.remaining() < count) {
      throw new DamagedException("it ends within an element");
    }
  }

  /** The parts of this element, if it is a matrix, compressed or not. */
  Optional<MatlabElements> matrix() throws DamagedException {
    if (type == COMPRESSED) {
      MatlabElements inflated = new MatlabElements(inflate(content).order(bytes.order()));
      return inflated.next() && inflated.type == MATRIX ? Optional.of(new MatlabElements(inflated.content)) : Optional.empty();
    }
    return type == MATRIX ? Optional.of(new MatlabElements(content)) : Optional.empty();
  }

  private static ByteBuffer inflate(ByteBuffer compressed) throws DamagedException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed);
      ByteBuffer all = ByteBuffer.allocate((int) Math.min(MOST_INFLATED, 64 + 1100L * compressed.capacity()));
      while (!inflater.finished()) {
        if (inflater.inflate(all) == 0 && !inflater.finished()) {
          throw new DamagedException(all.hasRemaining() ? "a compressed element is cut short" : "a compressed element of more than " + all.capacity() + " bytes");
        }
      }
      return all.flip();
    } catch (DataFormatException e) {
      throw new DamagedException("a compressed element cannot be inflated");
    } finally {
      inflater.end();
    }
  }

  /** Of a matrix: reads its class and sizes, and gives its name. */
  String name() throws DamagedException {
    part();
    int kind = content.remaining() >= 4 ? content.getInt(0) & 0xFF : 0;
    part();
    part();
    if (content.remaining() > LONGEST_NAME) {
      throw new DamagedException("the name of a variable has " + content.remaining() + " bytes");
    }
    String name = StandardCharsets.US_ASCII.decode(content.duplicate()).toString().replaceAll("\\p{Cntrl}", "?");
    return kind >= FIRST_NUMERIC_CLASS && kind <= LAST_NUMERIC_CLASS ? name : name + " (no numbers)";
  }

  /** Of a matrix, after its name: its numbers. */
  int[] numbers() throws DamagedException {
    part();
    int bytesEach =
        switch (type) {
          case 1, 2 -> 1;
          case 3, 4 -> 2;
          case 5, 6, 7 -> 4;
          case 9, 12, 13 -> 8;
          default -> throw new DamagedException("numbers of the unknown type " + type);
        };
    int[] numbers = new int[content.remaining() / bytesEach];
    for (int i = 0; i < numbers.length; i++) {
      double number = number(i * bytesEach);
      if (number != (int) number) {
        throw new DamagedException("the number " + number + ", allowed: whole numbers");
      }
      numbers[i] = (int) number;
    }
    return numbers;
  }

  private double number(int at) {
    return switch (type) {
      case 1 -> content.get(at);
      case 2 -> content.get(at) & 0xFF;
      case 3 -> content.getShort(at);
      case 4 -> content.getShort(at) & 0xFFFF;
      case 5 -> content.getInt(at);
      case 6 -> content.getInt(at) & 0xFFFFFFFFL;
      case 7 -> content.getFloat(at);
      case 9 -> content.getDouble(at);
      default -> content.getLong(at);
    };
  }

  private void part() throws DamagedException {
    if (!next()) {
      throw new DamagedException("a matrix ends early");
    }
  }
}
