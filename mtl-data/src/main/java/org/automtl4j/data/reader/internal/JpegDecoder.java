package org.automtl4j.data.reader.internal;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.image.JpegScans;
import org.automtl4j.data.reader.ImageHeader;
import org.automtl4j.data.reader.PixelLimits;
import org.automtl4j.data.reader.Pixels;

/** Jpeg through the JDK's decoder, which fills the missing part of a file that is cut short with grey and only warns of it; here that is an error. */
public final class JpegDecoder {

  /** A block of 8x8 pixels has a bit at least; twice the numbers of three channels that a byte can then stand for. */
  private static final int MOST_NUMBERS_PER_BYTE = 2 * 3 * 64 * 8;

  private JpegDecoder() {}

  /**
   * @param file a jpeg file
   * @return its header
   * @throws IOException if it cannot be read
   */
  public static ImageHeader header(Path file) throws IOException {
    return with(file, reader -> headerOf(file, reader));
  }

  /**
   * @param file a jpeg file
   * @return its numbers
   * @throws IOException if it cannot be read
   */
  public static StoredPicture decode(Path file) throws IOException {
    return with(file, reader -> {
      ImageHeader header = headerOf(file, reader);
      PixelLimits.checkProportion(file, PixelLimits.checkFile(file), header);
      PixelLimits.checkFilled(file, PixelLimits.checkFile(file), header, MOST_NUMBERS_PER_BYTE);
      PixelLimits.checkHeap(file, header, 2 * header.channels());
      JpegScans.check(file, header.height(), header.width());
      StringBuilder damage = new StringBuilder();
      reader.addIIOReadWarningListener((source, warning) -> {
        if (warning.contains("remature end")) {
          damage.append(warning);
        }
      });
      BufferedImage image = reader.read(0);
      if (!damage.isEmpty()) {
        throw new InvalidInputException(file + ": the file is cut short or damaged (" + damage + ")");
      }
      return new StoredPicture(file, header, pixels(image, header), new byte[0]);
    });
  }

  private static ImageHeader headerOf(Path file, ImageReader reader) throws IOException {
    PixelLimits.checkSize(file, reader.getHeight(0), reader.getWidth(0));
    int bands = reader.getRawImageType(0) == null ? 3 : reader.getRawImageType(0).getNumBands();
    return new ImageHeader(reader.getHeight(0), reader.getWidth(0), bands == 1 ? 1 : 3, 8, false);
  }

  private static Pixels pixels(BufferedImage image, ImageHeader header) {
    int height = image.getHeight();
    int width = image.getWidth();
    byte[] values = new byte[height * width * header.channels()];
    if (header.channels() == 1) {
      // The raster, not getRGB: that would take the numbers through a grey colour space of linear light.
      int[] row = new int[width];
      for (int y = 0; y < height; y++) {
        image.getRaster().getSamples(0, y, width, 1, 0, row);
        for (int x = 0; x < width; x++) {
          values[y * width + x] = (byte) row[x];
        }
      }
    } else {
      int[] row = new int[width];
      for (int y = 0, to = 0; y < height; y++) {
        image.getRGB(0, y, width, 1, row, 0, width);
        for (int x = 0; x < width; x++) {
          values[to++] = (byte) (row[x] >> 16);
          values[to++] = (byte) (row[x] >> 8);
          values[to++] = (byte) row[x];
        }
      }
    }
    return new Pixels.Bytes(values, height, width, header.channels());
  }

  private interface Use<T> {
    T apply(ImageReader reader) throws IOException;
  }

  private static <T> T with(Path file, Use<T> use) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    if (!readers.hasNext()) {
      throw new IllegalStateException("this Java has no reader for jpeg");
    }
    ImageReader reader = readers.next();
    try (var bytes = Files.newInputStream(file); ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
      reader.setInput(in, true, true);
      return use.apply(reader);
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The decoder answers damage with every kind of exception, from IIOException to ArrayIndexOutOfBounds.
      throw new InvalidInputException(file + ": a damaged jpeg file, or of a kind that Java cannot read, such as CMYK (" + e.getMessage() + ")", e);
    } finally {
      reader.dispose();
    }
  }
}
