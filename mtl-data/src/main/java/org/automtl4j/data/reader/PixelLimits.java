package org.automtl4j.data.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.image.PictureFile;

/** How large a file may be: what its header promises is compared with this before memory is taken for it. */
public final class PixelLimits {
  /** The most pixels of a picture or array: 8192 x 8192. */
  public static final long MOST_PIXELS = PictureFile.MOST_PIXELS;
  /** The most numbers of a pixel. */
  public static final int MOST_CHANNELS = 16;
  /** The most bytes of a file. */
  public static final long MOST_BYTES = 1L << 30;

  /** What may stand in a picture's file beside its pixels: colour profiles, notes of cameras, previews. */
  private static final long BESIDE = 1L << 25;

  private PixelLimits() {}

  /**
   * @param file a file that is about to be read
   * @return its length
   * @throws InvalidInputException if there is no such file, or it is empty or too long
   */
  public static long checkFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": " + (Files.isDirectory(file) ? "is a folder, not a file" : "there is no such file"));
    }
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (size == 0) {
      throw new InvalidInputException(file + ": the file is empty");
    }
    if (size > MOST_BYTES) {
      throw new InvalidInputException(file + ": " + size + " bytes long, more than " + MOST_BYTES + ", the most that is read");
    }
    return size;
  }

  /**
   * @param file what is being read
   * @param height the rows that its header promises
   * @param width the columns that its header promises
   * @throws InvalidInputException if there are none, or more pixels than {@link #MOST_PIXELS}
   */
  public static void checkSize(Path file, long height, long width) {
    if (height < 1 || width < 1) {
      throw new InvalidInputException(file + ": a picture of " + height + "x" + width + " pixels has nothing in it");
    }
    if (height > MOST_PIXELS || width > MOST_PIXELS || height * width > MOST_PIXELS) {
      throw new InvalidInputException(
          file + ": " + height + "x" + width + " pixels are more than " + MOST_PIXELS + " (8192x8192), the most that is read; scale it down");
    }
  }

  /**
   * A file of few pixels has few bytes: whoever reads on where there are more spends time and memory on what is no picture.
   *
   * @param file what is being read
   * @param length its length in bytes
   * @param header what its header promises
   * @throws InvalidInputException if it is much longer than its pixels would be without any compression
   */
  public static void checkProportion(Path file, long length, ImageHeader header) {
    long plain = (long) header.height() * header.width() * header.channels() * (header.bits() == 16 ? 2 : 1);
    if (length > BESIDE + 2 * plain) {
      throw new InvalidInputException(file + ": " + length + " bytes for a picture of " + header.height() + "x" + header.width() + " pixels, allowed are "
          + (BESIDE + 2 * plain) + "; the file is damaged, or no picture");
    }
  }

  /**
   * A file of few bytes cannot hold many pixels: no memory is taken for those that are missing.
   *
   * @param file what is being read
   * @param length its length in bytes
   * @param header what its header promises
   * @param ratio how many bytes of pixels the format can make of one byte at most
   * @throws InvalidInputException if the file is too short for its pixels
   */
  public static void checkFilled(Path file, long length, ImageHeader header, int ratio) {
    long plain = (long) header.height() * ((long) header.width() * header.channels() * header.bits() / 8);
    if (plain > ratio * length) {
      throw new InvalidInputException(file + ": the file is cut short or damaged: " + length + " bytes cannot hold " + header.height() + "x" + header.width()
          + " pixels");
    }
  }

  /**
   * @param file what is being read
   * @param header what its header promises
   * @param bytesPerPixel the bytes of Java's heap that each pixel takes on its way
   * @throws InvalidInputException if the largest heap that this Java may have is too small
   */
  public static void checkHeap(Path file, ImageHeader header, int bytesPerPixel) {
    long needed = (long) header.height() * header.width() * bytesPerPixel;
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap / 4 * 3) {
      throw new InvalidInputException(file + ": " + header.height() + "x" + header.width() + " pixels take " + megabytes(needed)
          + " of Java's heap, which has " + megabytes(heap) + "; scale the picture down, or give Java more (AUTOMTL_JAVA_OPTS=-Xmx"
          + (needed / 3 * 4 / (1 << 30) + 1) + "g)");
    }
  }

  private static String megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) / (1 << 20) + " MB";
  }

  /**
   * @param file what could not be read
   * @param cause why
   * @return the error that says so
   */
  public static InvalidInputException unreadable(Path file, IOException cause) {
    return new InvalidInputException(file + ": cannot be read (" + cause.getMessage() + ")", cause);
  }
}
