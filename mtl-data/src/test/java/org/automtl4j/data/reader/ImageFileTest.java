package org.automtl4j.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allSixteenBitsOfAGreyPictureSurvive(boolean interlaced) throws IOException {
    BufferedImage image = new BufferedImage(301, 257, BufferedImage.TYPE_USHORT_GRAY);
    short[] values = new short[301 * 257];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) i;
    }
    image.getRaster().setDataElements(0, 0, 301, 257, values);
    Pixels read = ImageFile.read(png(image, interlaced));
    assertThat(read).isInstanceOf(Pixels.Shorts.class);
    assertThat(((Pixels.Shorts) read).values()).isEqualTo(values);
    assertThat(read.at(65535)).isEqualTo(65535f);
    assertThat(ImageFile.header(folder.resolve("picture.png"))).isEqualTo(new ImageHeader(257, 301, 1, 16, false));
  }

  @ParameterizedTest
  @CsvSource({"5,7,false", "48,64,false", "1,1,true", "5,7,true", "33,18,true"})
  void coloursAreTheBytesOfTheFile(int height, int width, boolean interlaced) throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR, BufferedImage.TYPE_BYTE_GRAY}) {
      BufferedImage image = new BufferedImage(width, height, type);
      Random random = new Random(1);
      int bands = image.getRaster().getNumBands();
      int[] expected = random.ints((long) height * width * bands, 0, 256).toArray();
      image.getRaster().setPixels(0, 0, width, height, expected);
      Path file = png(image, interlaced);
      Pixels read = ImageFile.read(file);
      assertThat(read.channels()).isEqualTo(bands);
      assertThat(read.toFloats()).isEqualTo(floats(expected));
      Pixels colour = ImageFile.readColour(file);
      for (int i = 0; i < height * width; i++) {
        for (int c = 0; c < 3; c++) {
          assertThat(colour.at(3 * i + c)).isEqualTo(expected[i * bands + (bands < 3 ? 0 : c)]);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,false", "2,false", "4,false", "8,false", "2,true", "8,true"})
  void palettesGiveIndexesAndColoursWhenAsked(int bits, boolean interlaced) throws IOException {
    int colours = 1 << bits;
    byte[] red = new byte[colours];
    byte[] green = new byte[colours];
    byte[] blue = new byte[colours];
    new Random(2).nextBytes(red);
    for (int i = 0; i < colours; i++) {
      green[i] = (byte) (255 - i);
      blue[i] = (byte) i;
    }
    int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
    BufferedImage image = new BufferedImage(13, 9, type, new IndexColorModel(bits, colours, red, green, blue));
    int[] indexes = new Random(3).ints(13 * 9, 0, colours).toArray();
    image.getRaster().setPixels(0, 0, 13, 9, indexes);
    Path file = png(image, interlaced);
    assertThat(ImageFile.header(file)).isEqualTo(new ImageHeader(9, 13, 1, bits, true));
    assertThat(ImageFile.read(file).toFloats()).isEqualTo(floats(indexes));
    Pixels.Bytes colour = ImageFile.readColour(file);
    for (int i = 0; i < indexes.length; i++) {
      assertThat(colour.values()[3 * i]).isEqualTo(red[indexes[i]]);
      assertThat(colour.values()[3 * i + 1]).isEqualTo(green[indexes[i]]);
      assertThat(colour.values()[3 * i + 2]).isEqualTo(blue[indexes[i]]);
    }
  }

  @Test
  void smoothPicturesPassEveryFilterOfPng() throws IOException {
    BufferedImage image = new BufferedImage(90, 70, BufferedImage.TYPE_3BYTE_BGR);
    int[] expected = new int[90 * 70 * 3];
    for (int i = 0; i < expected.length; i++) {
      int y = i / 270;
      int x = i % 270 / 3;
      expected[i] = (int) (127 + 60 * Math.sin(y / 9.0 + i % 3) + 60 * Math.cos(x * y / 300.0)) & 0xFF;
    }
    image.getRaster().setPixels(0, 0, 90, 70, expected);
    assertThat(ImageFile.read(png(image, false)).toFloats()).isEqualTo(floats(expected));
  }

  @Test
  void jpegComesCloseToWhatWasWritten() throws IOException {
    Path file = jpeg();
    Pixels.Bytes read = ImageFile.readColour(file);
    assertThat(read.shape()).isEqualTo("60x80 with 3 channels");
    assertThat(read.at((10 * 80 + 10) * 3)).isBetween(240f, 255f);
    assertThat(read.at((10 * 80 + 10) * 3 + 1)).isBetween(0f, 12f);
    assertThat(read.at((50 * 80 + 70) * 3 + 2)).isBetween(240f, 255f);
    assertThat(ImageFile.header(file)).isEqualTo(new ImageHeader(60, 80, 3, 8, false));
  }

  @Test
  void greyJpegKeepsItsNumbers() throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
    int[] values = new int[32 * 32];
    Arrays.fill(values, 100);
    image.getRaster().setPixels(0, 0, 32, 32, values);
    Path file = folder.resolve("grey.jpg");
    ImageIO.write(image, "jpg", file.toFile());
    assertThat(ImageFile.read(file).toFloats()).isEqualTo(floats(values));
    assertThat(ImageFile.readColour(file).channels()).isEqualTo(3);
  }

  @Test
  void aPictureThatIsCutShortIsRefused() throws IOException {
    for (Path file : new Path[] {jpeg(), png(noise(60, 80), false)}) {
      byte[] whole = Files.readAllBytes(file);
      for (int keep : new int[] {0, 3, 10, 30, whole.length / 2, whole.length - 10}) {
        Files.write(file, Arrays.copyOf(whole, keep));
        assertThatThrownBy(() -> ImageFile.read(file)).as("%d of %d bytes", keep, whole.length).isInstanceOf(InvalidInputException.class)
            .hasMessageStartingWith(file.toString());
      }
    }
  }

  @Test
  void aPictureThatPromisesTooManyPixelsIsRefusedBeforeMemoryIsTaken() throws IOException {
    Path file = png(noise(5, 5), false);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(16, 30_000).putInt(20, 30_000);
    CRC32 crc = new CRC32();
    crc.update(bytes, 12, 17);
    ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
    Files.write(file, bytes);
    assertThatThrownBy(() -> ImageFile.read(file)).isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": 30000x30000 pixels are more than 67108864 (8192x8192), the most that is read; scale it down");
    ByteBuffer.wrap(bytes).putInt(16, 8000).putInt(20, 8000);
    crc.reset();
    crc.update(bytes, 12, 17);
    ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
    Files.write(file, bytes);
    assertThatThrownBy(() -> ImageFile.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("cut short");
  }

  @Test
  void aJpegThatPromisesTooManyPixelsIsRefused() throws IOException {
    Path file = jpeg();
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 2; i < bytes.length - 8; i++) {
      if ((bytes[i] & 0xFF) == 0xFF && (bytes[i + 1] & 0xFF) == 0xC0) {
        ByteBuffer.wrap(bytes).putShort(i + 5, (short) 30_000).putShort(i + 7, (short) 30_000);
        break;
      }
    }
    Files.write(file, bytes);
    assertThatThrownBy(() -> ImageFile.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("30000x30000 pixels are more than");
  }

  @Test
  void whatIsNoPictureIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.png"), "This is no picture");
    assertThatThrownBy(() -> ImageFile.read(text)).isInstanceOf(InvalidInputException.class)
        .hasMessage(text + ": neither png nor jpeg, tif, bmp or webp: it begins with the bytes 54 68 69 73 20 69 73 20");
    assertThatThrownBy(() -> ImageFile.read(folder)).isInstanceOf(InvalidInputException.class).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> ImageFile.read(folder.resolve("none.png"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("no such file");
  }

  private static BufferedImage noise(int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    image.getRaster().setPixels(0, 0, width, height, new Random(5).ints((long) height * width * 3, 0, 256).toArray());
    return image;
  }

  private Path jpeg() throws IOException {
    BufferedImage image = new BufferedImage(80, 60, BufferedImage.TYPE_3BYTE_BGR);
    var graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, 40, 60);
    graphics.setColor(Color.BLUE);
    graphics.fillRect(40, 0, 40, 60);
    graphics.dispose();
    Path file = folder.resolve("picture.jpg");
    ImageIO.write(image, "jpg", file.toFile());
    return file;
  }

  private Path png(BufferedImage image, boolean interlaced) throws IOException {
    Path file = folder.resolve("picture.png");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setProgressiveMode(interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    Files.deleteIfExists(file);
    try (var out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
    }
    writer.dispose();
    return file;
  }

  private static float[] floats(int[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values[i];
    }
    return floats;
  }
}
