package org.automtl4j.core.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.automtl4j.core.InvalidInputException;

/** Reads png and jpeg as a person sees them: turned as the camera has noted it. What a file is says its beginning, not its name. */
public final class PictureFile {
  /** The most pixels of a picture: 8192 x 8192. */
  public static final long MOST_PIXELS = 1L << 26;

  /** What may stand in a file beside its pixels: colour profiles, notes of cameras, previews. */
  private static final long BESIDE = 1L << 25;
  /** Of each pixel: as it is decoded, as it is turned. */
  private static final int BYTES_OF_A_PIXEL = 8;
  /** Deflate makes at most 1032 bytes of one. */
  private static final long MOST_OF_A_PNG = 1032;
  /** A block of 8x8 pixels has a bit at least; twice the numbers of three channels that a byte can then stand for. */
  private static final long MOST_OF_A_JPEG = 2 * 3 * 64 * 8;
  private static final int START = 8;

  private PictureFile() {}

  /**
   * @param file a png or jpeg file
   * @return its pixels, upright, of the type {@link BufferedImage#TYPE_INT_RGB}; opacity is left out, of 16 bits the upper 8 are kept
   * @throws InvalidInputException if there is no such file, it is no whole picture of these kinds, or it is too large
   */
  public static BufferedImage read(Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + ": is a folder, not a picture");
    }
    try {
      boolean jpeg = isJpeg(file);
      if (!jpeg) {
        PngBlocks.check(file);
      }
      ImageReader reader = ImageIO.getImageReadersByFormatName(jpeg ? "jpeg" : "png").next();
      try (InputStream bytes = Files.newInputStream(file); ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
        reader.setInput(in, true, true); // without metadata: texts and profiles can be packed, and large
        check(file, reader, jpeg);
        StringBuilder damage = new StringBuilder();
        reader.addIIOReadWarningListener((source, warning) -> {
          if (!jpeg || warning.contains("remature end")) {
            damage.append(warning);
          }
        });
        BufferedImage stored = reader.read(0);
        if (!damage.isEmpty()) {
          throw new InvalidInputException(file + ": the file is cut short or damaged (" + damage + ")");
        }
        return upright(stored, jpeg ? ExifOrientation.of(file) : Orientation.NORMAL);
      } finally {
        reader.dispose();
      }
    } catch (InvalidInputException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + ": there is no such file", e);
    } catch (IOException | RuntimeException e) {
      // The decoders answer damage with every kind of exception.
      throw new InvalidInputException(file + ": a damaged picture, or of a kind that Java cannot read, such as CMYK (" + e.getMessage() + ")", e);
    }
  }

  private static boolean isJpeg(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(START);
    }
    if (start.length > 2 && start[0] == (byte) 0xFF && start[1] == (byte) 0xD8) {
      return true;
    }
    if (start.length == START && start[0] == (byte) 0x89 && start[1] == 'P' && start[2] == 'N' && start[3] == 'G') {
      return false;
    }
    throw new InvalidInputException(file + ": " + (start.length == 0 ? "the file is empty" : "neither png nor jpeg; save it as one of these"));
  }

  private static void check(Path file, ImageReader reader, boolean jpeg) throws IOException {
    int height = reader.getHeight(0);
    int width = reader.getWidth(0);
    long pixels = (long) height * width;
    if (pixels < 1 || pixels > MOST_PIXELS) {
      throw new InvalidInputException(file + ": " + height + "x" + width + " pixels, allowed are 1 to " + MOST_PIXELS + " (8192x8192); scale it down");
    }
    ImageTypeSpecifier raw = reader.getRawImageType(0);
    long bits = raw == null ? Byte.SIZE : raw.getColorModel().getPixelSize();
    if (pixels * bits / Byte.SIZE > (jpeg ? MOST_OF_A_JPEG : MOST_OF_A_PNG) * Files.size(file)) {
      throw new InvalidInputException(file + ": the file is cut short or damaged: " + Files.size(file) + " bytes cannot hold " + height + "x" + width + " pixels");
    }
    if (Files.size(file) > BESIDE + 16 * pixels) {
      throw new InvalidInputException(file + ": " + Files.size(file) + " bytes for a picture of " + height + "x" + width + " pixels; the file is damaged, or no picture");
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (BYTES_OF_A_PIXEL * pixels > heap / 4 * 3) {
      throw new InvalidInputException(file + ": " + height + "x" + width + " pixels take " + (BYTES_OF_A_PIXEL * pixels >> 20) + " MB of Java's heap, which has " + (heap >> 20)
          + " MB; scale the picture down, or give Java more (-Xmx)");
    }
    if (jpeg) {
      JpegScans.check(file, height, width);
    }
  }

  private static BufferedImage upright(BufferedImage stored, Orientation orientation) {
    int storedHeight = stored.getHeight();
    int storedWidth = stored.getWidth();
    int height = orientation.swapsSides() ? storedWidth : storedHeight;
    int width = orientation.swapsSides() ? storedHeight : storedWidth;
    BufferedImage upright = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    boolean grey = stored.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    int shift = grey ? Math.max(0, stored.getColorModel().getComponentSize(0) - 8) : 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int place = orientation.place(storedHeight, storedWidth, y, x);
        int row = place / storedWidth;
        int column = place % storedWidth;
        // Grey from the raster: getRGB takes it through a colour space of linear light.
        upright.setRGB(x, y, grey ? (stored.getRaster().getSample(column, row, 0) >> shift) * 0x010101 : stored.getRGB(column, row));
      }
    }
    return upright;
  }
}
