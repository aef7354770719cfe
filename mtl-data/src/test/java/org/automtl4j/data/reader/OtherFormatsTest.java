package org.automtl4j.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
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
  void filesThatAreCutShortAreRefusedWhereverThatIs() throws Exception {
    for (String name : List.of("lzw.tif", "deflate.tif", "grey16.tif", "palette.tif", "bits.tif", "colour.bmp", "palette.bmp", "lossless.webp", "lossy.webp", "progressive.jpg")) {
      byte[] whole = DamagedPicturesTest.resource(name);
      for (int length = 1; length < whole.length; length++) {
        Path file = Files.write(folder.resolve("cut-" + name), Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> ImageFile.read(file)).as("%s after %d bytes", name, length).isInstanceOf(InvalidInputException.class).hasMessageContaining(name);
      }
    }
  }

  @Test
  void fewBytesCannotPromiseManyPixels() throws Exception {
    byte[] lossless = DamagedPicturesTest.resource("lossless.webp");
    little(lossless).putInt(21, 8191 | 8191 << 14); // behind RIFF, WEBP, VP8L and a byte of signature
    Path webp = Files.write(folder.resolve("large.webp"), lossless);
    assertThatThrownBy(() -> ImageFile.read(webp)).isInstanceOf(InvalidInputException.class).hasMessageContaining("large.webp: a webp of 34 bytes for 8192x8192 pixels");
    byte[] tif = DamagedPicturesTest.resource("lzw.tif");
    for (int entry = offset(tif) + 2; entry < offset(tif) + 26; entry += 12) { // width and height stand first in its directory
      little(tif).putInt(entry + 8, 8192);
    }
    Path stored = Files.write(folder.resolve("large.tif"), tif);
    assertThatThrownBy(() -> ImageFile.read(stored)).isInstanceOf(InvalidInputException.class).hasMessageContaining("large.tif").hasMessageContaining("cannot hold 8192x8192 pixels");
    byte[] jpeg = DamagedPicturesTest.resource("progressive.jpg");
    ByteBuffer.wrap(jpeg).putShort(frame(jpeg) + 5, (short) 8192).putShort(frame(jpeg) + 7, (short) 8192);
    Path jpg = Files.write(folder.resolve("large.jpg"), jpeg);
    assertThatThrownBy(() -> ImageFile.read(jpg)).isInstanceOf(InvalidInputException.class).hasMessageContaining("large.jpg").hasMessageContaining("cannot hold 8192x8192 pixels");
  }

  @Test
  void webpsWhoseBlocksDisagreeOnTheirSizeAreRefused() throws Exception {
    byte[] lossless = DamagedPicturesTest.resource("lossless.webp");
    ByteBuffer extended = ByteBuffer.allocate(lossless.length + 18).order(ByteOrder.LITTLE_ENDIAN).put(lossless, 0, 12);
    extended.put("VP8X".getBytes(StandardCharsets.ISO_8859_1)).putInt(10).putInt(0).put(new byte[] {11, 0, 0, 9, 0, 0}).put(lossless, 12, lossless.length - 12);
    Path sound = Files.write(folder.resolve("sound.webp"), extended.array());
    assertThat(ImageFile.read(sound).shape()).isEqualTo("10x12 with 3 channels");
    extended.put(24, (byte) 7);
    Path torn = Files.write(folder.resolve("torn.webp"), extended.array());
    assertThatThrownBy(() -> ImageFile.read(torn)).isInstanceOf(InvalidInputException.class).hasMessageContaining("torn.webp").hasMessageContaining("10x12 pixels, another 10x8");
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Where the directory of a tif is. */
  private static int offset(byte[] tif) {
    return little(tif).getInt(4);
  }

  /** Where the header of a progressive jpeg's frame is. */
  private static int frame(byte[] jpeg) {
    int at = 0;
    while ((jpeg[at] & 0xFF) != 0xFF || (jpeg[at + 1] & 0xFF) != 0xC2) {
      at++;
    }
    return at;
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
