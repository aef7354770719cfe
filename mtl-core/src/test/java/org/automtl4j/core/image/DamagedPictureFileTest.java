package org.automtl4j.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.mutation.ByteMutator;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of cameras, whatever stands in their files. */
class DamagedPictureFileTest extends MutationContract {

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    ByteMutator bytes = new ByteMutator();
    return List.of(
        new MutatedFormat("png of a camera", "p.png", List.of(picture(BufferedImage.TYPE_3BYTE_BGR, "png"), picture(BufferedImage.TYPE_USHORT_GRAY, "png"), picture(BufferedImage.TYPE_BYTE_INDEXED, "png")),
            bytes.repaired(DamagedPictureFileTest::repaired), PictureFile::read, InvalidInputException.class, 64L << 20),
        new MutatedFormat("jpeg of a camera", "p.jpg", List.of(picture(BufferedImage.TYPE_3BYTE_BGR, "jpg"), picture(BufferedImage.TYPE_BYTE_GRAY, "jpg")), bytes, PictureFile::read,
            InvalidInputException.class, 64L << 20));
  }

  private static byte[] picture(int type, String format) throws IOException {
    BufferedImage image = new BufferedImage(12, 10, type);
    Random random = new Random(1);
    for (int i = 0; i < 120; i++) {
      image.getRaster().setPixel(i % 12, i / 12, random.ints(image.getRaster().getNumBands(), 0, 200).toArray());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  /** Puts the right check sums into a png, so that the damage behind them is met. */
  private static byte[] repaired(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    for (int at = 8; at + 12 <= bytes.length; ) {
      int length = file.getInt(at);
      if (length < 0 || length > bytes.length - at - 12) {
        break;
      }
      CRC32 crc = new CRC32();
      crc.update(bytes, at + 4, length + 4);
      file.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
    return bytes;
  }

  @Test
  void greyStaysAsItIsStored(@TempDir Path folder) throws Exception {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
      BufferedImage image = new BufferedImage(2, 1, type);
      image.getRaster().setSample(1, 0, 0, type == BufferedImage.TYPE_BYTE_GRAY ? 100 : 100 << 8 | 200);
      Path file = folder.resolve(type + ".png");
      ImageIO.write(image, "png", file.toFile());
      assertThat(PictureFile.read(file).getRGB(1, 0) & 0xFFFFFF).isEqualTo(0x646464);
    }
  }

  @Test
  void filesWithoutSomeOfTheirPixelsAreRefused(@TempDir Path folder) throws Exception {
    for (String format : List.of("png", "jpg")) {
      byte[] whole = picture(BufferedImage.TYPE_3BYTE_BGR, format);
      for (int length = 0; length < whole.length - 2; length++) {
        Path file = Files.write(folder.resolve("cut." + format), Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> PictureFile.read(file)).as("%s after %d of %d bytes", format, length, whole.length).isInstanceOf(InvalidInputException.class).hasMessageContaining("cut." + format);
      }
    }
  }
}
