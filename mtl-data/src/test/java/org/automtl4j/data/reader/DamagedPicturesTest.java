package org.automtl4j.data.reader;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.mutation.ByteMutator;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;

/** Pictures, whatever stands in their files. */
class DamagedPicturesTest extends MutationContract {
  private static final long MOST_BYTES = 64L << 20;
  /** A lossless webp of a few bytes can be a picture of 4K in one colour. */
  private static final long MOST_BYTES_OF_WEBP = 160L << 20;

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    ByteMutator bytes = new ByteMutator();
    return List.of(
        new MutatedFormat("png", "p.png", List.of(png(BufferedImage.TYPE_3BYTE_BGR), png(BufferedImage.TYPE_USHORT_GRAY), png(BufferedImage.TYPE_BYTE_INDEXED)),
            bytes.repaired(DamagedPicturesTest::repaired), DamagedPicturesTest::read, InvalidInputException.class, MOST_BYTES),
        new MutatedFormat("jpeg", "p.jpg", List.of(resource("progressive.jpg"), jpeg()), bytes, DamagedPicturesTest::read, InvalidInputException.class, MOST_BYTES),
        new MutatedFormat("tif", "p.tif", resources("lzw.tif", "deflate.tif", "grey16.tif", "palette.tif", "bits.tif"), bytes, DamagedPicturesTest::read,
            InvalidInputException.class, MOST_BYTES),
        new MutatedFormat("bmp", "p.bmp", resources("colour.bmp", "palette.bmp"), bytes, DamagedPicturesTest::read, InvalidInputException.class, MOST_BYTES),
        new MutatedFormat("webp", "p.webp", resources("lossless.webp", "lossy.webp"), bytes, DamagedPicturesTest::read, InvalidInputException.class,
            MOST_BYTES_OF_WEBP));
  }

  private static void read(Path file) {
    ImageFile.header(file);
    ImageFile.orientation(file);
    ImageFile.read(file);
  }

  private static byte[] png(int type) throws IOException {
    BufferedImage image = new BufferedImage(12, 10, type);
    Random random = new Random(1);
    for (int i = 0; i < 120; i++) {
      image.getRaster().setPixel(i % 12, i / 12, random.ints(image.getRaster().getNumBands(), 0, 200).toArray());
    }
    return encoded(image, "png");
  }

  private static byte[] jpeg() throws IOException {
    return encoded(new BufferedImage(24, 16, BufferedImage.TYPE_BYTE_GRAY), "jpg");
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  private static List<byte[]> resources(String... names) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (String name : names) {
      files.add(resource(name));
    }
    return files;
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in = DamagedPicturesTest.class.getResourceAsStream("/pictures/" + name)) {
      return in.readAllBytes();
    }
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
}
