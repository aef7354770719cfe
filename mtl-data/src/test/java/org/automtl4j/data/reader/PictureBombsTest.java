package org.automtl4j.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.prepare.internal.PngFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that would become large, or never end, for a reader that believes them. */
class PictureBombsTest {
  private static final long MOST_BYTES = 16L << 20;
  @TempDir Path folder;

  /** What reading takes of the heap. */
  private static long allocated(Runnable reading) {
    com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    reading.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private byte[] png() throws IOException {
    Path file = folder.resolve("plain.png");
    PngFile.colour(file, new byte[3 * 64], 8, 8);
    return Files.readAllBytes(file);
  }

  private Path pngWith(String block, byte[] content) throws IOException {
    byte[] png = png();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(png, 0, 33); // signature and header
    CRC32 crc = new CRC32();
    crc.update(block.getBytes(StandardCharsets.US_ASCII));
    crc.update(content);
    out.writeInt(content.length);
    out.writeBytes(block);
    out.write(content);
    out.writeInt((int) crc.getValue());
    out.write(png, 33, png.length - 33);
    return Files.write(folder.resolve(block + ".png"), bytes.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"zTXt", "iCCP", "iTXt"})
  void whatStandsCompressedBesideThePixelsIsNotUnpacked(String block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(block.equals("iTXt") ? "k\0\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1) : "k\0\0".getBytes(StandardCharsets.ISO_8859_1));
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes, new Deflater(9))) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 512; i++) {
        deflated.write(zeros);
      }
    }
    Path file = pngWith(block, bytes.toByteArray());
    assertThat(allocated(() -> assertThat(ImageFile.readUpright(file).shape()).isEqualTo("8x8 with 3 channels"))).isLessThan(MOST_BYTES);
  }

  @Test
  void aPngOfTooManyPixelsIsRefusedByItsHeader() throws IOException {
    byte[] png = png();
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    Path file = Files.write(folder.resolve("large.png"), png);
    assertThat(allocated(() -> assertThatThrownBy(() -> ImageFile.read(file)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("large.png: 60000x60000 pixels are more than"))).isLessThan(MOST_BYTES);
  }

  @Test
  void aWebpWhoseCodeLeadsBehindItsEndIsRefused() throws IOException {
    byte[] webp = new byte[54];
    Arrays.fill(webp, (byte) 0xB7);
    System.arraycopy(HexFormat.of().parseHex("524946462e000000574542505650384c220000002f0b400200b932"), 0, webp, 0, 27);
    Path file = Files.write(folder.resolve("endless.webp"), webp);
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThatThrownBy(() -> ImageFile.read(file)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("endless.webp: a damaged webp file"));
  }

  /** A grey tif of 2x2 pixels; the directory's entries are tag, type, count, value. */
  private Path tif(String name, int next, int[]... more) throws IOException {
    int[][] usual = {{256, 3, 1, 2}, {257, 3, 1, 2}, {258, 3, 1, 8}, {259, 3, 1, 1}, {262, 3, 1, 1}, {273, 4, 1, 200}, {277, 3, 1, 1}, {278, 3, 1, 2}, {279, 4, 1, 4}};
    ByteBuffer bytes = ByteBuffer.allocate(204).order(ByteOrder.LITTLE_ENDIAN).put("II*\0".getBytes(StandardCharsets.ISO_8859_1)).putInt(8).putShort((short) (usual.length + more.length));
    for (int[][] entries : new int[][][] {usual, more}) {
      for (int[] entry : entries) {
        bytes.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]).putInt(entry[3]);
      }
    }
    bytes.putInt(next).put(200, new byte[] {1, 2, 3, 4});
    return Files.write(folder.resolve(name), bytes.array());
  }

  @Test
  void directoriesOfATifThatLeadInCirclesEnd() throws IOException {
    assertThat(ImageFile.read(tif("sound.tif", 0)).at(3)).isEqualTo(4);
    assertThat(allocated(() -> assertThat(read("loop.tif", 8)).isEqualTo(4))).isLessThan(MOST_BYTES);
    for (int tag : new int[] {330, 34665, 34853, 40965}) { // further directories: pages, EXIF, GPS, interoperability
      assertThat(allocated(() -> assertThat(read("sub" + tag + ".tif", 8, new int[] {tag, 4, 1, 8})).isEqualTo(4))).isLessThan(MOST_BYTES);
      assertThat(allocated(() -> assertThat(read("typed" + tag + ".tif", 8, new int[] {tag, 13, 1, 8})).isEqualTo(4))).isLessThan(MOST_BYTES);
    }
  }

  private float read(String name, int next, int[]... more) {
    try {
      return ImageFile.read(tif(name, next, more)).at(3);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageContaining(name);
      return 4; // refused in one line is as good
    }
  }

  @Test
  void listsOfATifThatAreLongerThanTheFileAreRefused() throws IOException {
    for (int tag : new int[] {324, 325, 700, 34675, 320}) {
      Path file = tif("long" + tag + ".tif", 0, new int[] {tag, 4, 1 << 30, 8});
      assertThat(allocated(() -> {
        try {
          ImageFile.read(file);
        } catch (InvalidInputException e) {
          assertThat(e).hasMessageContaining(file.getFileName().toString());
        }
      })).as("tag %d", tag).isLessThan(MOST_BYTES);
    }
  }
}
