package org.automtl4j.core.npy;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One array in a file, as {@code numpy.save} writes it. */
public final class NpyFile {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final int CHUNK = 1 << 16;

  private NpyFile() {}

  /**
   * Reads a file of format version 1, 2 or 3.
   *
   * @param file the npy file
   * @return the array, in C order whatever the order in the file
   * @throws InvalidInputException if there is no such file, or it is not a whole npy file with numbers or truth values
   */
  public static NumberArray read(Path file) {
    return open(file, NpyFile::read);
  }

  /**
   * Numbers with a shape.
   *
   * @param shape the sizes of the dimensions
   * @param values the numbers in C order
   */
  public record Floats(long[] shape, float[] values) {}

  /**
   * Reads a file as {@link #read} does, rounded to 32 bits where numbers are wider. 32-bit floats take no second array on their way.
   *
   * @param file the npy file
   * @return all numbers
   * @throws InvalidInputException if there is no such file, or it is not a whole npy file with numbers or truth values
   */
  public static Floats readFloats(Path file) {
    return open(file, (in, size, where) -> {
      NpyHeader header = header(in, size, where);
      if (header.type() != NumberType.FLOAT32 || header.fortranOrder() && header.shape().length > 1) {
        NumberArray array = array(header, in, where);
        return new Floats(array.shape(), array.toFloats());
      }
      return new Floats(header.shape(), floats(header, in, where));
    });
  }

  /** What is done with an open file of a known length. */
  interface Reading<T> {
    T read(InputStream in, long size, String where) throws IOException;
  }

  private static <T> T open(Path file, Reading<T> reading) {
    String where = file.toString();
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(where + ": there is no such file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return reading.read(in, Files.size(file), where);
    } catch (IOException e) {
      throw new InvalidInputException(where + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Reads 32-bit floats through a buffer that stays in the processor's cache. */
  private static float[] floats(NpyHeader header, InputStream in, String where) throws IOException {
    int payload = header.payload(where);
    float[] values = new float[payload / Float.BYTES];
    byte[] chunk = new byte[Math.min(CHUNK, payload)];
    FloatBuffer numbers = ByteBuffer.wrap(chunk).order(header.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    int wanted;
    for (int done = 0; done < payload; done += wanted) {
      wanted = Math.min(chunk.length, payload - done);
      requireWhole(done + in.readNBytes(chunk, 0, wanted), done + wanted, payload, where);
      numbers.rewind().get(values, done / Float.BYTES, wanted / Float.BYTES);
    }
    return values;
  }

  private static void requireWhole(int found, int expected, int payload, String where) {
    if (found < expected) {
      throw new InvalidInputException(where + ": only " + found + " of " + payload + " bytes are there; the file is cut short");
    }
  }

  /**
   * Writes a file, whole or not at all; an older file of the name is replaced.
   *
   * @param file the npy file
   * @param array what to write
   * @throws IllegalArgumentException for bfloat16, which NumPy does not know
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path file, NumberArray array) {
    requireKnown(array.type(), file.toString());
    try {
      WholeFile.write(file, out -> write(out, array));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  static void requireKnown(NumberType type, String where) {
    if (type.code().isEmpty()) {
      throw new IllegalArgumentException(where + ": NumPy has no type " + type + "; convert the array to FLOAT32 first");
    }
  }

  static void write(OutputStream out, NumberArray array) throws IOException {
    out.write(NpyHeader.format(array.type(), array.shape()));
    Channels.newChannel(out).write(array.littleEndian());
  }

  static void write(OutputStream out, INDArray array) throws IOException {
    if (array.isEmpty() || !ArrayStream.takes(array)) {
      write(out, NumberArray.of(array));
      return;
    }
    out.write(NpyHeader.format(NumberType.of(array.dataType()), array.shape()));
    new ArrayStream(ByteOrder.LITTLE_ENDIAN).write(out, array);
  }

  /**
   * Reads one array.
   *
   * @param size bytes in the stream
   * @param where what is being read, for messages
   */
  static NumberArray read(InputStream stream, long size, String where) throws IOException {
    return array(header(stream, size, where), stream, where);
  }

  /** Reads the shape alone; the numbers must be there all the same. */
  static long[] shape(InputStream stream, long size, String where) throws IOException {
    return header(stream, size, where).shape();
  }

  /** Reads one array to ND4J's own memory, as another type. */
  static INDArray read(InputStream stream, long size, String where, DataType type) throws IOException {
    NpyHeader header = header(stream, size, where);
    boolean asItIs = header.type() == NumberType.of(type) && (type == DataType.FLOAT || type == DataType.DOUBLE);
    if (!asItIs || header.payload(where) == 0 || header.fortranOrder() && header.shape().length > 1) {
      return array(header, stream, where).toINDArray(type);
    }
    return new ArrayStream(header.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN).read(stream, type, header.shape());
  }

  /** Reads up to the first number, and checks that all of them can be there. */
  private static NpyHeader header(InputStream stream, long size, String where) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new InvalidInputException(where + ": not an npy file: it does not begin with \\x93NUMPY");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3 || start[MAGIC.length + 1] != 0) {
      throw new InvalidInputException(where + ": npy format version " + (version & 0xFF) + "." + (start[MAGIC.length + 1] & 0xFF)
          + " cannot be read, only 1.0, 2.0 and 3.0");
    }
    try {
      int lengthBytes = version == 1 ? 2 : 4;
      long length = version == 1 ? Short.toUnsignedInt(Short.reverseBytes(in.readShort())) : Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
      if (length > MAX_HEADER) {
        throw new InvalidInputException(where + ": the header would be " + length + " bytes long, more than " + MAX_HEADER);
      }
      byte[] text = new byte[(int) length];
      in.readFully(text);
      NpyHeader header = NpyHeader.parse(new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1), where);
      int payload = header.payload(where);
      long found = size - start.length - lengthBytes - length;
      if (found != payload) {
        throw new InvalidInputException(where + ": " + found + " bytes follow the header, but " + header.type() + " of shape " + Arrays.toString(header.shape())
            + " needs " + payload + (found < payload ? "; the file is cut short" : ""));
      }
      return header;
    } catch (EOFException e) {
      throw new InvalidInputException(where + ": ends within the header; the file is cut short", e);
    }
  }

  private static NumberArray array(NpyHeader header, InputStream in, String where) throws IOException {
    int payload = header.payload(where);
    byte[] data = new byte[payload];
    requireWhole(in.readNBytes(data, 0, payload), payload, payload, where);
    NumberType type = header.type();
    if (header.bigEndian()) {
      NumberBytes.swap(data, type.bytes());
    }
    long[] shape = header.shape();
    if (!header.fortranOrder() || shape.length < 2 || payload == 0) {
      return new NumberArray(type, shape, data);
    }
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int dimension = 0; dimension < shape.length; dimension++) {
      strides[dimension] = stride;
      stride *= shape[dimension];
    }
    return new NumberArray(type, shape, NumberBytes.gather(data, type.bytes(), shape, strides));
  }
}
