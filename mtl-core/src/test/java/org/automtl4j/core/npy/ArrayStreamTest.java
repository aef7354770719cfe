package org.automtl4j.core.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ArrayStreamTest {
  @TempDir Path folder;

  private static byte[] written(ByteOrder order, INDArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ArrayStream(order).write(out, array);
    return out.toByteArray();
  }

  /** Whole blocks, a bit more, a view that begins in the middle, turned axes, a Fortran array, single numbers. */
  private static List<INDArray> arrays(DataType type) {
    INDArray large = Nd4j.linspace(1, 40_000, 40_000, type).reshape(200, 200);
    return List.of(large, large.getRow(3), large.get(NDArrayIndex.interval(5, 150), NDArrayIndex.all()), large.get(NDArrayIndex.all(), NDArrayIndex.interval(7, 90)),
        large.permute(1, 0), large.dup('f'), Nd4j.linspace(1, 16_384, 16_384, type), Nd4j.scalar(type, 0.1), Nd4j.createFromArray(Double.NaN, -0.0).castTo(type));
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, names = {"FLOAT", "DOUBLE"})
  void numbersKeepTheirBitsAndTheirOrderThereAndBack(DataType type) throws IOException {
    for (INDArray array : arrays(type)) {
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        byte[] bytes = written(order, array);
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(order);
        INDArray plain = array.dup('c');
        for (long i = 0; i < plain.length(); i++) {
          double found = type == DataType.FLOAT ? numbers.getFloat() : numbers.getDouble();
          assertThat(Double.compare(found, plain.data().getDouble(i))).as("number %s of %s", i, array.shapeInfoToString()).isZero();
        }
        assertThat(numbers.hasRemaining()).isFalse();
        INDArray read = new ArrayStream(order).read(new ByteArrayInputStream(bytes), type, array.shape());
        assertThat(read.shape()).isEqualTo(array.shape());
        assertThat(written(order, read)).isEqualTo(bytes);
      }
    }
  }

  @Test
  void aStreamThatEndsTooEarlyIsToldOf() throws IOException {
    byte[] bytes = written(ByteOrder.LITTLE_ENDIAN, Nd4j.ones(DataType.FLOAT, 4));
    assertThatThrownBy(() -> new ArrayStream(ByteOrder.LITTLE_ENDIAN).read(new ByteArrayInputStream(bytes), DataType.FLOAT, 5)).isInstanceOf(EOFException.class);
  }

  @Test
  void otherTypesAreRefused() {
    assertThatThrownBy(() -> written(ByteOrder.LITTLE_ENDIAN, Nd4j.createFromArray(1L))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("LONG");
  }

  @Test
  void anNpzFileOfArraysHasTheBytesOfOneOfNumbers() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    Map<String, NumberArray> numbers = new LinkedHashMap<>();
    arrays(DataType.FLOAT).forEach(array -> arrays.put("f" + arrays.size(), array));
    arrays(DataType.DOUBLE).forEach(array -> arrays.put("d" + arrays.size(), array));
    arrays.put("whole", Nd4j.createFromArray(1L, 2L));
    arrays.forEach((name, array) -> numbers.put(name, NumberArray.of(array)));
    NpzFile.writeArrays(folder.resolve("arrays.npz"), arrays);
    NpzFile.write(folder.resolve("numbers.npz"), numbers);
    assertThat(folder.resolve("arrays.npz")).hasSameBinaryContentAs(folder.resolve("numbers.npz"));
    NpzFile read = NpzFile.read(folder.resolve("arrays.npz"));
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      numbers.forEach((name, array) -> {
        INDArray found = read.array(name, type);
        assertThat(NumberArray.of(found)).as(name).isEqualTo(NumberArray.of(array.toINDArray(type)));
      });
    }
  }
}
