package org.automtl4j.graph.golden;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A NumPy array as the golden files hold them: little-endian, C order.
 *
 * @param type NumPy's name of the element type, such as {@code f4}
 * @param shape its sizes
 * @param values its numbers; every one of these types fits into a double
 */
public record Npy(String type, long[] shape, double[] values) {
  private static final Pattern HEADER = Pattern.compile("'descr': '[<|]([a-z]\\d)'.*'fortran_order': False.*'shape': \\(([^)]*)\\)");

  /** @return the array with this data type */
  public INDArray array(DataType dataType) {
    return Nd4j.createFromArray(values).reshape(shape).castTo(dataType);
  }

  /** Reads one array. */
  public static Npy read(InputStream in) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.get(6) != 1) {
      throw new IOException("npy version " + bytes.get(6));
    }
    int start = 10 + Short.toUnsignedInt(bytes.getShort(8));
    Matcher header = HEADER.matcher(new String(bytes.array(), 10, start - 10, StandardCharsets.ISO_8859_1));
    if (!header.find()) {
      throw new IOException("not a little-endian array in C order");
    }
    long[] shape = Arrays.stream(header.group(2).split(",")).map(String::strip).filter(s -> !s.isEmpty()).mapToLong(Long::parseLong).toArray();
    ByteBuffer data = bytes.slice(start, bytes.capacity() - start).order(ByteOrder.LITTLE_ENDIAN);
    IntToDoubleFunction element =
        switch (header.group(1)) {
          case "f4" -> i -> data.getFloat(4 * i);
          case "f8" -> i -> data.getDouble(8 * i);
          case "i8" -> i -> data.getLong(8 * i);
          case "i4" -> i -> data.getInt(4 * i);
          case "u1" -> i -> Byte.toUnsignedInt(data.get(i));
          default -> throw new IOException("element type " + header.group(1));
        };
    int length = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return new Npy(header.group(1), shape, IntStream.range(0, length).mapToDouble(element).toArray());
  }

  /** Reads all arrays of an npz file, by name. */
  public static Map<String, Npy> readAll(InputStream in) {
    Map<String, Npy> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(entry.getName().replaceFirst("\\.npy$", ""), read(new ByteArrayInputStream(zip.readAllBytes())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return arrays;
  }
}
