package org.automtl4j.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.graph.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tif, bmp and webp, as Pillow wrote them: pixel (x, y) is (20 x, 25 y, x y). */
class OtherFormatsTest {
  private static final int PIXEL = 3 * (7 * 12 + 5);

  @TempDir Path folder;

  private Path file(String name) throws Exception {
    return Files.write(folder.resolve(name), DamagedPicturesTest.resource(name));
  }

  @Test
  void lossyOrNotTheNumbersAreThoseThatWereWritten() throws Exception {
    for (String name : List.of("lzw.tif", "deflate.tif", "colour.bmp", "lossless.webp")) {
      Pixels pixels = ImageFile.read(file(name));
      assertThat(pixels.shape()).as(name).isEqualTo("10x12 with 3 channels");
      assertThat(new float[] {pixels.at(PIXEL), pixels.at(PIXEL + 1), pixels.at(PIXEL + 2)}).as(name).containsExactly(100, 175, 35);
    }
    Pixels.Bytes lossy = ImageFile.readColour(file("lossy.webp"));
    assertThat(lossy.shape()).isEqualTo("10x12 with 3 channels");
    assertThat(lossy.at(PIXEL)).isBetween(60f, 140f);
  }

  @Test
  void sixteenBitsAndPalettesAreKept() throws Exception {
    Pixels wide = ImageFile.read(file("grey16.tif"));
    assertThat(wide).isInstanceOf(Pixels.Shorts.class);
    assertThat(wide.at(119)).isEqualTo(119 * 500);
    for (String name : List.of("palette.bmp", "palette.tif")) {
      assertThat(ImageFile.read(file(name)).channels()).as(name).isEqualTo(1);
      assertThat(ImageFile.readColour(file(name)).channels()).as(name).isEqualTo(3);
      assertThat(ImageFile.paletteColours(file(name))).as(name).hasSizeBetween(2, 8);
    }
    assertThat(ImageFile.read(file("bits.tif")).at(0)).isBetween(0f, 1f);
  }

  @Test
  void whatIsNoPictureOfBytesIsRefused() throws Exception {
    Path floats = file("floats.tif");
    assertThatThrownBy(() -> ImageFile.read(floats)).isInstanceOf(InvalidInputException.class).hasMessageStartingWith(floats.toString())
        .hasMessageContaining(".npy");
  }

  @Test
  void jpegsOfManyScansAreRefusedBeforeTheyAreDecoded() throws Exception {
    byte[] whole = DamagedPicturesTest.resource("progressive.jpg");
    int last = 0;
    for (int i = 0; i + 1 < whole.length; i++) {
      last = (whole[i] & 0xFF) == 0xFF && (whole[i + 1] & 0xFF) == 0xDA ? i : last;
    }
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(whole, 0, last);
    for (int i = 0; i < 2000; i++) {
      many.write(whole, last, whole.length - 2 - last);
    }
    many.write(whole, whole.length - 2, 2);
    Path file = Files.write(folder.resolve("scans.jpg"), many.toByteArray());
    assertThatThrownBy(() -> ImageFile.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("scans.jpg: a jpeg of more than 1000 scans");
    assertThat(ImageFile.read(file("progressive.jpg")).shape()).isEqualTo("10x12 with 3 channels");
  }

  @Test
  void picturesThatTheHeapCannotHoldAreRefusedByName() {
    Path file = folder.resolve("large.png");
    ImageHeader header = new ImageHeader(8192, 8192, 3, 8, false);
    int perPixel = (int) (Runtime.getRuntime().maxMemory() >> 26) + 1;
    assertThatThrownBy(() -> PixelLimits.checkHeap(file, header, perPixel)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("large.png: 8192x8192 pixels take").hasMessageContaining("-Xmx");
  }
}
