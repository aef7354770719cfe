package org.automtl4j.data.reader.internal;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.ImageHeader;
import org.automtl4j.data.reader.PixelLimits;
import org.automtl4j.data.reader.Pixels;

/** Tif, bmp and webp through Java's image readers: the numbers of the raster, without colour management. Of a tif of several pages the first is read. */
public final class StoredFormats {
  /** A bmp repeats 255 pixels by two bytes at most. */
  private static final int MOST_REPEATED = 128 * 4;
  /** The longest file: these readers want it whole. */
  private static final long LONGEST = 1L << 29;

  private StoredFormats() {}

  /**
   * @param file a file
   * @param format what it is
   * @return its header
   * @throws IOException if it cannot be read
   */
  public static ImageHeader header(Path file, PictureFormat format) throws IOException {
    return with(file, format, reader -> header(file, format, reader));
  }

  /**
   * @param file a file
   * @param format what it is
   * @return its numbers
   * @throws IOException if it cannot be read
   */
  public static StoredPicture decode(Path file, PictureFormat format) throws IOException {
    return with(file, format, reader -> {
      ImageHeader header = header(file, format, reader);
      PixelLimits.checkProportion(file, PixelLimits.checkFile(file), header);
      if (format == PictureFormat.BMP) {
        PixelLimits.checkFilled(file, PixelLimits.checkFile(file), header, MOST_REPEATED);
      } else if (format == PictureFormat.WEBP) {
        WebpChunks.check(file, header);
      } else {
        TiffDirectory.check(file);
        PixelLimits.checkFilled(file, PixelLimits.checkFile(file), header, mostFolded(header));
      }
      PixelLimits.checkHeap(file, header, 2 * header.channels() * (header.bits() == 16 ? 2 : 1) + 4);
      BufferedImage image = reader.read(0);
      if (image.getHeight() != header.height() || image.getWidth() != header.width()) {
        throw new InvalidInputException(file + ": a damaged " + name(format) + " file: its sizes disagree");
      }
      return new StoredPicture(file, header, pixels(image, header), palette(image.getColorModel()));
    });
  }

  /** A tif makes 4096 numbers of a byte at most; where pixels are bits, one bit can stand for a whole row, and eight rows have a byte. */
  private static int mostFolded(ImageHeader header) {
    return header.palette() || header.bits() == 1 ? 8 * Math.max(8192, header.width()) : 4096;
  }

  private static ImageHeader header(Path file, PictureFormat format, ImageReader reader) throws IOException {
    PixelLimits.checkSize(file, reader.getHeight(0), reader.getWidth(0));
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    ImageTypeSpecifier raw = types != null && types.hasNext() ? types.next() : reader.getRawImageType(0);
    if (raw == null) {
      throw new InvalidInputException(file + ": a " + name(format) + " of a kind that Java cannot read; save it as png");
    }
    SampleModel samples = raw.getSampleModel();
    boolean palette = raw.getColorModel() instanceof IndexColorModel;
    int type = samples.getDataType();
    boolean wide = type == DataBuffer.TYPE_USHORT && samples.getSampleSize(0) > 8;
    boolean readable = type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT || type == DataBuffer.TYPE_INT && samples.getSampleSize(0) <= 8;
    int channels = samples.getNumBands();
    if (!readable || channels > 4) {
      throw new InvalidInputException(file + ": a " + name(format) + " of " + channels + " channels of " + samples.getSampleSize(0) + " bits"
          + (readable ? "" : ", or of floating-point or signed numbers") + "; allowed: 1 to 4 channels of 8 or 16 bits; save other numbers as .npy");
    }
    int bits = palette || channels > 1 ? wide ? 16 : 8 : wide ? 16 : Math.min(8, samples.getSampleSize(0));
    return new ImageHeader(reader.getHeight(0), reader.getWidth(0), channels, bits, palette);
  }

  private static Pixels pixels(BufferedImage image, ImageHeader header) {
    Raster raster = image.getRaster();
    int width = header.width();
    int channels = header.channels();
    int[] row = new int[width * channels];
    boolean wide = header.bits() == 16;
    short[] shorts = new short[wide ? header.height() * row.length : 0];
    byte[] bytes = new byte[wide ? 0 : header.height() * row.length];
    for (int y = 0, to = 0; y < header.height(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int value : row) {
        if (wide) {
          shorts[to++] = (short) value;
        } else {
          bytes[to++] = (byte) value;
        }
      }
    }
    return wide ? new Pixels.Shorts(shorts, header.height(), width, channels) : new Pixels.Bytes(bytes, header.height(), width, channels);
  }

  private static byte[] palette(ColorModel model) {
    if (!(model instanceof IndexColorModel indexed)) {
      return new byte[0];
    }
    byte[] colours = new byte[3 * indexed.getMapSize()];
    for (int i = 0; i < indexed.getMapSize(); i++) {
      colours[3 * i] = (byte) indexed.getRed(i);
      colours[3 * i + 1] = (byte) indexed.getGreen(i);
      colours[3 * i + 2] = (byte) indexed.getBlue(i);
    }
    return colours;
  }

  private interface Use<T> {
    T apply(ImageReader reader) throws IOException;
  }

  private static <T> T with(Path file, PictureFormat format, Use<T> use) throws IOException {
    if (PixelLimits.checkFile(file) > LONGEST) {
      throw new InvalidInputException(file + ": longer than " + LONGEST + " bytes, the most that is read of a " + name(format));
    }
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(name(format));
    if (!readers.hasNext()) {
      throw new InvalidInputException(file + ": this Java has no reader for " + name(format)
          + (format == PictureFormat.WEBP ? "; add com.twelvemonkeys.imageio:imageio-webp to the class path, or save the picture as png" : ""));
    }
    ImageReader reader = readers.next();
    try (var bytes = Files.newInputStream(file); ImageInputStream in = new EndingStream(bytes)) {
      reader.setInput(in, false, true);
      return use.apply(reader);
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // The readers answer damage with every kind of exception.
      throw new InvalidInputException(file + ": a damaged " + name(format) + " file, or of a kind that Java cannot read (" + e.getMessage() + ")", e);
    } finally {
      reader.dispose();
    }
  }

  private static String name(PictureFormat format) {
    return format == PictureFormat.TIFF ? "tiff" : format == PictureFormat.BMP ? "bmp" : "webp";
  }
}
