package org.automtl4j.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayFileTest {
  @TempDir Path folder;

  @Test
  void readsBothOrdersOfElementsAndBytes() throws IOException {
    float[] inOrder = {0, 1, 2, 10, 11, 12};
    ByteBuffer little = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer big = ByteBuffer.allocate(12);
    for (int value : new int[] {0, 1, 2, 10, 11, 12}) {
      little.putShort((short) value);
    }
    for (int value : new int[] {0, 10, 1, 11, 2, 12}) {
      big.putShort((short) value);
    }
    Pixels c = ArrayFile.read(npy("<i2", false, "(2, 3)", little.array()));
    assertThat(c.toFloats()).isEqualTo(inOrder);
    assertThat(c.shape()).isEqualTo("2x3 with 1 channel");
    assertThat(ArrayFile.read(npy(">u2", true, "(2, 3)", big.array())).toFloats()).isEqualTo(inOrder);
    assertThat(ArrayFile.read(npy("|i1", false, "(1, 2, 3)", new byte[] {0, 1, 2, 10, 11, 12})).shape()).isEqualTo("1x2 with 3 channels");
  }

  @Test
  void readsFloatsOfAnyOrderPieceByPiece() throws IOException {
    int count = 3 * 7001;   // more than one piece, and no whole number of them
    ByteBuffer little = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer big = ByteBuffer.allocate(4 * count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i / 3f - 5;
      little.putFloat(values[i]);
      big.putFloat(values[i]);
    }
    assertThat(ArrayFile.read(npy("<f4", false, "(3, 7001)", little.array())).toFloats()).isEqualTo(values);
    assertThat(ArrayFile.read(npy(">f4", false, "(7001, 1, 3)", big.array())).toFloats()).isEqualTo(values);
    float[] turned = ArrayFile.read(npy("<f4", true, "(3, 7001)", little.array())).toFloats();
    for (int i = 0; i < count; i++) {
      assertThat(turned[i % 3 * 7001 + i / 3]).isEqualTo(values[i]);
    }
    assertThat(ArrayFile.read(npy("|u1", false, "(1, 3)", new byte[] {-1, 0, 127})).toFloats()).containsExactly(255, 0, 127);
    assertThat(ArrayFile.read(npy("|i1", false, "(1, 3)", new byte[] {-1, 0, 127})).toFloats()).containsExactly(-1, 0, 127);
  }

  @Test
  void refusesOtherShapes() throws IOException {
    for (String shape : new String[] {"(6,)", "(1, 2, 3, 1)", "(0, 3)", "()"}) {
      Path file = npy("|u1", false, shape, new byte[shape.equals("(0, 3)") ? 0 : shape.equals("()") ? 1 : 6]);
      assertThatThrownBy(() -> ArrayFile.read(file)).as(shape).isInstanceOf(InvalidInputException.class).hasMessageStartingWith(file.toString());
    }
    Path channels = npy("|u1", false, "(5, 1, 17)", new byte[85]);
    assertThatThrownBy(() -> ArrayFile.read(channels)).hasMessageContaining("has 17 channels, allowed are 1 to 16");
  }

  @Test
  void refusesWhatIsTooLargeOrShort() throws IOException {
    Path file = npy("<f4", false, "(30000, 30000, 3)", new byte[100]);
    assertThatThrownBy(() -> ArrayFile.read(file)).isInstanceOf(InvalidInputException.class).hasMessageStartingWith(file.toString());
    Path wide = npy("|u1", false, "(1, 67108865)", new byte[67108865]);
    assertThatThrownBy(() -> ArrayFile.read(wide)).isInstanceOf(InvalidInputException.class).hasMessageContaining("pixels are more than");
  }

  private Path npy(String descr, boolean fortran, String shape, byte[] numbers) throws IOException {
    String text = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }";
    byte[] header = (text + " ".repeat(117 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(10 + header.length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length).put(header).put(numbers);
    return Files.write(folder.resolve("array.npy"), bytes.array());
  }
}
