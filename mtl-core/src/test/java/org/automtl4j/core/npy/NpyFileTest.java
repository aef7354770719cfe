package org.automtl4j.core.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.mutation.DamagedFiles;
import org.automtl4j.golden.property.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
  private static final String FLOATS = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
  private static Path scratch;

  @TempDir Path folder;

  @BeforeAll
  static void makeScratch() throws IOException {
    scratch = Files.createTempFile("damaged", ".npy");
  }

  @AfterAll
  static void removeScratch() throws IOException {
    Files.delete(scratch);
  }

  private static byte[] npy(int version, String header, byte[] data) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + (version == 1 ? 2 : 4) + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(NpyFile.MAGIC).put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    return bytes.put(text).put(data).array();
  }

  private static byte[] floats(ByteOrder order, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private NumberArray read(byte[] content) {
    try {
      return NpyFile.read(Files.write(folder.resolve("a.npy"), content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyFormatVersionIsRead(int version) {
    NumberArray array = read(npy(version, FLOATS, floats(ByteOrder.LITTLE_ENDIAN, 0, 1, 2, 3, 4, 5)));
    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void bigEndianNumbersAreTurned() {
    assertThat(read(npy(1, FLOATS.replace('<', '>'), floats(ByteOrder.BIG_ENDIAN, 0, 1, 2, 3, 4, 5))).toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void fortranOrderComesOutInCOrder() {
    NumberArray array = read(npy(1, FLOATS.replace("False", "True"), floats(ByteOrder.LITTLE_ENDIAN, 0, 3, 1, 4, 2, 5)));
    assertThat(array.toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void fortranOrderOfThreeDimensionsAndForeignByteOrderComeOutRight() {
    String header = "{'descr': '>f4', 'fortran_order': True, 'shape': (2, 1, 3)}";
    assertThat(read(npy(1, header, floats(ByteOrder.BIG_ENDIAN, 0, 3, 1, 4, 2, 5))).toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void keysInAnyOrderAndLongNumbersOfPython2AreRead() {
    assertThat(read(npy(1, "{'shape': (1L,), \"fortran_order\": False, 'descr': '|u1'}", new byte[] {(byte) 200})).toLongs()).containsExactly(200);
  }

  @Test
  void aSingleNumberHasNoDimensions() {
    NumberArray array = read(npy(1, "{'descr': '|i1', 'fortran_order': False, 'shape': ()}", new byte[] {-7}));
    assertThat(array.shape()).isEmpty();
    assertThat(array.longAt(0)).isEqualTo(-7);
  }

  @ParameterizedTest
  @EnumSource(value = NumberType.class, names = "BFLOAT16", mode = EnumSource.Mode.EXCLUDE)
  void whatIsWrittenIsReadAgain(NumberType type) {
    byte[] data = new byte[6 * type.bytes()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (type == NumberType.BOOL ? i % 2 : 37 * i + 11);
    }
    NumberArray array = NumberArray.of(type, new long[] {2, 3}, data);
    Path file = folder.resolve("a.npy");
    NpyFile.write(file, array);
    assertThat(NpyFile.read(file)).isEqualTo(array);
  }

  @Test
  void theHeaderIsNumPysOwn() throws IOException {
    Path file = folder.resolve("a.npy");
    NpyFile.write(file, NumberArray.of(new float[] {1}, 1));
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.writeBytes(NpyFile.MAGIC);
    expected.writeBytes(new byte[] {1, 0, 118, 0});
    expected.writeBytes(String.format("%-117s\n", "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }").getBytes(StandardCharsets.US_ASCII));
    expected.writeBytes(floats(ByteOrder.LITTLE_ENDIAN, 1));
    assertThat(file).hasBinaryContent(expected.toByteArray());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
      {'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }         ~ needs 32; the file is cut short
      {'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }         ~ needs 16
      {'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), } ~ larger than 2 GiB
      {'descr': '<f4', 'fortran_order': False, 'shape': (-2, -3), }       ~ must have the keys
      {'descr': '<f4', 'fortran_order': False, 'shape': (6), }            ~ shape that is not a list of sizes
      {'descr': '<f4', 'fortran_order': False, 'shape': (2,,3), }         ~ shape that is not a list of sizes
      {'descr': '<f4', 'fortran_order': 'x', 'shape': (2, 3), }           ~ neither True nor False
      {'descr': '<f4', 'fortran_order': False}                            ~ must have the keys
      {'descr': '<f4', 'descr': '<f4', 'fortran_order': False}            ~ 'descr' twice
      {'descr': '<f4', 'fortran_order': False, 'x': True, 'shape': ()}    ~ unknown key 'x'
      {'descr': 'f4', 'fortran_order': False, 'shape': (2, 3), }          ~ not one type of numbers
      {'descr': '|f4', 'fortran_order': False, 'shape': (2, 3), }         ~ does not say the byte order
      {'descr': '<U5', 'fortran_order': False, 'shape': (2, 3), }         ~ holds '<U5'
      {'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }          ~ holds '|O'
      {'descr': '<c8', 'fortran_order': False, 'shape': (3,), }           ~ only numbers and truth values
      {'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (6,)}    ~ must have the keys
      import os                                                           ~ is not a dictionary
      """)
  void aWrongHeaderIsRefusedWithTheFileAndTheReason(String header, String reason) {
    assertThatThrownBy(() -> read(npy(1, header, new byte[24]))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.npy").hasMessageContaining(reason);
  }

  @Test
  void aHeaderOfThousandsOfDimensionsIsRefused() {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + "1, ".repeat(15_000) + "), }";
    assertThatThrownBy(() -> read(npy(2, header, new byte[4]))).isInstanceOf(InvalidInputException.class).hasMessageContaining("15000 dimensions");
  }

  @Test
  void whatIsNoNpyFileIsRefused() {
    assertThatThrownBy(() -> read("hello".getBytes(StandardCharsets.UTF_8))).isInstanceOf(InvalidInputException.class).hasMessageContaining("not an npy file");
    assertThatThrownBy(() -> read(npy(9, FLOATS, new byte[24]))).isInstanceOf(InvalidInputException.class).hasMessageContaining("version 9.0");
    assertThatThrownBy(() -> NpyFile.read(folder.resolve("none.npy"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("there is no such file");
  }

  @Property(tries = 3000)
  void aDamagedFileIsReadOrRefusedAndNothingElse(long seed, boolean fortran) throws IOException {
    byte[] whole = npy(1 + (int) (seed & 1), FLOATS.replace("False", fortran ? "True" : "False"), floats(ByteOrder.LITTLE_ENDIAN, 0, 1, 2, 3, 4, 5));
    Files.write(scratch, DamagedFiles.damage(whole, seed));
    try {
      assertThat(NpyFile.read(scratch).size()).isLessThanOrEqualTo(whole.length);
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageContaining(scratch.toString());
    }
  }
}
