package org.automtl4j.graph.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.golden.property.IntRange;
import org.automtl4j.golden.property.Property;
import org.junit.jupiter.api.Test;

/** ONNX files that are not what they should be are refused, or read as something that is whole; never is there another exception, nor memory for what the file does not have. */
class DamagedOnnxTest {
  private static final byte[] GOOD = bytes("residual-batchnorm.onnx");

  private static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(BackboneConverterTest.FIXTURES.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConvertedBackbone convert(byte[] bytes) {
    try {
      Path file = Files.createTempFile("damaged", ".onnx");
      try {
        Files.write(file, bytes);
        return BackboneConverter.of(file).convert();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void readOrRefuse(byte[] bytes) {
    try {
      assertThat(convert(bytes).backbone().nodes()).isNotEmpty();
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).contains(".onnx").doesNotContain("\n");
    }
  }

  @Test
  void emptyTruncatedAndForeignFilesAreRefused() {
    for (byte[] bytes : new byte[][] {{}, "PK no zip".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(GOOD, GOOD.length / 2), new byte[4096], {10, 127, 0}}) {
      assertThatThrownBy(() -> convert(bytes)).isInstanceOf(InvalidInputException.class).hasMessageContaining(".onnx");
    }
  }

  @Test
  void millionsOfEmptyMessagesAreRefusedWithoutMillionsOfObjects() {
    byte[] nodes = new byte[8 << 20]; // a graph of four million empty nodes
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = 10;
    }
    byte[] head = {58, (byte) 128, (byte) 128, (byte) 128, 4};
    byte[] file = Arrays.copyOf(head, head.length + nodes.length);
    System.arraycopy(nodes, 0, file, head.length, nodes.length);
    assertThatThrownBy(() -> convert(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("no CNN has that many");
  }

  @Property(tries = 3000)
  void changedBytesAreNoticedOrHarmless(long seed, @IntRange(min = 1, max = 6) int changes) {
    RandomStream random = RandomStream.of(seed, "changes");
    byte[] bytes = GOOD.clone();
    for (int i = 0; i < changes; i++) {
      // Two in three hit the first nodes, where the structure is; weights are most of the file.
      int at = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : random.nextInt(4000);
      bytes[at] = (byte) random.nextInt(256);
    }
    readOrRefuse(bytes);
  }

  @Property(tries = 300)
  void anyBeginningOfAFileIsRefused(long seed) {
    readOrRefuse(Arrays.copyOf(GOOD, RandomStream.of(seed, "cut").nextInt(GOOD.length)));
  }
}
