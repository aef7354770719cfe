package org.automtl4j.data.prepare.internal;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.automtl4j.core.WholeFile;

/** Writes png files whose numbers are exactly those that are given. Every file appears whole or not at all. */
public final class PngFile {

  private PngFile() {}

  /**
   * @param file the file
   * @param rgb [H, W, 3], red first
   * @param height H
   * @param width W
   */
  public static void colour(Path file, byte[] rgb, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] packed = new int[height * width];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | rgb[3 * i + 2] & 0xFF;
    }
    image.getRaster().setDataElements(0, 0, width, height, packed);
    write(file, image);
  }

  /**
   * @param file the file
   * @param grey [H, W], 8 bits each
   * @param height H
   * @param width W
   */
  public static void grey(Path file, byte[] grey, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, grey);
    write(file, image);
  }

  /**
   * @param file the file
   * @param grey [H, W], 16 bits each
   * @param height H
   * @param width W
   */
  public static void grey16(Path file, short[] grey, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, grey);
    write(file, image);
  }

  /**
   * @param file the file
   * @param indexes [H, W], each smaller than the palette
   * @param height H
   * @param width W
   * @param palette the colours as 0xRRGGBB, at most 256
   */
  public static void indexed(Path file, byte[] indexes, int height, int width, List<Integer> palette) {
    int[] colours = palette.stream().mapToInt(c -> c | 0xFF000000).toArray();
    IndexColorModel model = new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
    image.getRaster().setDataElements(0, 0, width, height, indexes);
    write(file, image);
  }

  private static void write(Path file, BufferedImage image) {
    try {
      WholeFile.write(file, out -> {
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
          if (!ImageIO.write(image, "png", stream)) {
            throw new IllegalStateException("this Java has no png writer");
          }
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
