package org.automtl4j.data.reader;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Jpeg files with the notes of a camera. */
public final class CameraPicture {

  private CameraPicture() {}

  /**
   * Writes a picture whose columns grow brighter to the right and whose rows grow redder downwards.
   *
   * @param file where to
   * @param height stored rows
   * @param width stored columns
   * @param orientation what the camera notes; 0: no notes
   * @param order of the notes' numbers
   */
  public static void write(Path file, int height, int width, int orientation, ByteOrder order) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < height * width; i++) {
      image.setRGB(i % width, i / width, (i / width * 255 / height) << 16 | i % width * 255 / width);
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", jpeg);
    byte[] bytes = jpeg.toByteArray();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(bytes, 0, 2);
    if (orientation > 0) {
      all.writeBytes(notes(orientation, order));
    }
    all.write(bytes, 2, bytes.length - 2);
    Files.createDirectories(file.getParent());
    Files.write(file, all.toByteArray());
  }

  /** A segment APP1 with two entries: the camera's maker, then the orientation. */
  static byte[] notes(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 2 * 12 + 4).order(order);
    tiff.putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4D4D)).putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x010F).putShort((short) 2).putInt(4).put("cam\0".getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation).putShort((short) 0).putInt(0);
    ByteBuffer segment = ByteBuffer.allocate(4 + 6 + tiff.capacity());
    segment.putShort((short) 0xFFE1).putShort((short) (2 + 6 + tiff.capacity())).put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff.array());
    return segment.array();
  }
}
