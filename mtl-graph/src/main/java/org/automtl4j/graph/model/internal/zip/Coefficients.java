package org.automtl4j.graph.model.internal.zip;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.ArrayStream;
import org.automtl4j.core.npy.FiniteNumbers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The vector of numbers in a Deeplearning4j zip. It is written as {@code Nd4j.write} does it, only in pieces instead of number by number. When it is read, the header is checked
 * in Java before anything is allocated: ND4J itself believes whatever it says.
 */
public final class Coefficients {
  private static final int CHUNK = 1 << 16;

  /** Numbers that are read before they are put in our own order: more of them would only take memory beside the parameters' own. */
  private static final long PIECE = 1 << 19;

  private Coefficients() {}

  /** Writes a whole vector [1, N] in C order. */
  static void write(INDArray vector, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    vector.shapeInfoDataBuffer().write(data);
    data.writeUTF(vector.data().allocationMode().name());
    data.writeLong(vector.length());
    data.writeUTF(vector.dataType().name());
    new ArrayStream(ByteOrder.BIG_ENDIAN).write(data, vector);
    data.flush();
  }

  /** How many numbers parameters have together; the parts must follow one another without gaps. */
  static long count(List<StoredParameter> parameters, String where) {
    Map<String, StoredParameter> byName = new HashMap<>();
    long sum = 0;
    try {
      for (StoredParameter parameter : parameters) {
        long whole = parameter.shape().stream().reduce(1L, Math::multiplyExact);
        long parts = parameter.parts().stream().mapToLong(parameter::length).reduce(0, Math::addExact);
        if (byName.put(parameter.name(), parameter) != null || whole != parts) {
          throw new InvalidInputException(where + ": the parameter '" + parameter.name() + "' is there twice or its parts do not make it up");
        }
        sum = Math.addExact(sum, whole);
      }
    } catch (ArithmeticException e) {
      throw new InvalidInputException(where + ": more numbers than any file can hold", e);
    }
    long offset = 0;
    for (StoredPart part : inOrder(parameters)) {
      if (part.offset() != offset) {
        throw new InvalidInputException(where + ": the parts of '" + part.parameter() + "' overlap others or leave a gap at offset " + part.offset());
      }
      offset += byName.get(part.parameter()).length(part);
    }
    return sum;
  }

  /**
   * @param in an array as {@code Nd4j.write} writes it
   * @param count how many numbers it must have
   * @return by name, the parameters, in their order
   * @throws IOException also where the stream ends too early
   */
  static Map<String, INDArray> read(InputStream in, List<StoredParameter> parameters, DataType type, long count, String where) throws IOException {
    DataInputStream data = new DataInputStream(in);
    long length = length(data, where);
    String foundType = data.readUTF();
    if (length != count || !foundType.equals(type.name())) {
      throw new InvalidInputException(where + ": must hold " + count + " numbers of type " + type + ", found " + length + " of type " + foundType);
    }
    Map<String, StoredParameter> byName = new HashMap<>();
    Map<String, INDArray> found = new HashMap<>();
    parameters.forEach(parameter -> byName.put(parameter.name(), parameter));
    List<StoredPart> pieces = inOrder(parameters).stream().flatMap(part -> byName.get(part.parameter()).pieces(part, PIECE).stream()).toList();
    long longest = pieces.stream().mapToLong(piece -> byName.get(piece.parameter()).length(piece)).max().orElse(1);
    try (INDArray scratch = Nd4j.createUninitialized(type, Math.max(1, longest))) {
      for (StoredPart piece : pieces) {
        StoredParameter parameter = byName.get(piece.parameter());
        INDArray vector = scratch.get(NDArrayIndex.interval(0, parameter.length(piece)));
        fill(vector, data);
        if (FiniteNumbers.count(vector) > 0) {
          throw new InvalidInputException(where + ": " + FiniteNumbers.count(vector) + " numbers of the parameter '" + piece.parameter()
              + "' are not finite (NaN or infinite): the model cannot predict anything");
        }
        parameter.restore(piece, vector, found.computeIfAbsent(piece.parameter(), name -> parameter.memory(type)));
      }
    }
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    parameters.forEach(parameter -> arrays.put(parameter.name(), found.get(parameter.name())));
    return arrays;
  }

  /**
   * @param in an array of floats or doubles as {@code Nd4j.write} writes it
   * @param count how many numbers it must have; so many must be in the file
   * @param where how messages call it
   * @return the vector [N]
   * @throws IOException also where the stream ends too early
   * @throws InvalidInputException if it is another array
   */
  public static INDArray read(InputStream in, long count, String where) throws IOException {
    DataInputStream data = new DataInputStream(in);
    long length = length(data, where);
    String found = data.readUTF();
    if (length != count || length > Integer.MAX_VALUE || !found.equals(DataType.FLOAT.name()) && !found.equals(DataType.DOUBLE.name())) {
      throw new InvalidInputException(where + ": must hold " + count + " numbers of type FLOAT or DOUBLE, found " + length + " of type " + found);
    }
    return vector(data, (int) length, DataType.valueOf(found));
  }

  /** Goes over the header of an array up to its type. */
  private static long length(DataInputStream data, String where) throws IOException {
    data.readUTF(); // how the shape was allocated
    long header = data.readLong();
    if (header < 0 || header > 64 || !data.readUTF().equals(DataType.LONG.name())) {
      throw new InvalidInputException(where + ": not an array");
    }
    data.readNBytes((int) header * Long.BYTES);
    data.readUTF();
    return data.readLong();
  }

  private static INDArray vector(DataInputStream data, int length, DataType type) throws IOException {
    INDArray vector = length == 0 ? Nd4j.empty(type) : Nd4j.createUninitialized(type, length);
    fill(vector, data);
    return vector;
  }

  /** Reads a vector by the chunk: on the Java heap as a whole, it would take memory that the process keeps for long. It begins where its memory does. */
  private static void fill(INDArray vector, DataInputStream data) throws IOException {
    boolean single = vector.dataType() == DataType.FLOAT;
    boolean direct = single && Nd4j.getEnvironment().isCPU();
    int width = single ? Float.BYTES : Double.BYTES;
    byte[] bytes = new byte[CHUNK];
    for (long done = 0; done < vector.length();) {
      int size = (int) Math.min(CHUNK / width, vector.length() - done);
      data.readFully(bytes, 0, size * width);
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, size * width);
      if (direct) {
        vector.data().asNioFloat().position((int) done).put(buffer.asFloatBuffer());
      } else if (single) {
        float[] floats = new float[size];
        buffer.asFloatBuffer().get(floats);
        put(Nd4j.createFromArray(floats), vector, done);
      } else {
        double[] doubles = new double[size];
        buffer.asDoubleBuffer().get(doubles);
        put(Nd4j.createFromArray(doubles), vector, done);
      }
      done += size;
    }
    Reference.reachabilityFence(vector); // which its buffers do not keep
  }

  private static void put(INDArray piece, INDArray vector, long at) {
    vector.get(NDArrayIndex.interval(at, at + piece.length())).assign(piece);
    piece.close();
  }

  private static List<StoredPart> inOrder(List<StoredParameter> parameters) {
    List<StoredPart> parts = new ArrayList<>();
    parameters.forEach(parameter -> parts.addAll(parameter.parts()));
    parts.sort(Comparator.comparingLong(StoredPart::offset));
    return parts;
  }
}
