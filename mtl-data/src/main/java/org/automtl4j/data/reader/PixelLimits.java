package org.automtl4j.data.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.graph.InvalidInputException;

/** How large a file may be: what its header promises is compared with this before memory is taken for it. */
public final class PixelLimits {
  /** The most pixels of a picture or array: 8192 x 8192. */
  public static final long MOST_PIXELS = 1L << 26;
  /** The most numbers of a pixel. */
  public static final int MOST_CHANNELS = 16;
  /** The most bytes of a file. */
  public static final long MOST_BYTES = 1L << 30;

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
   * @param file what could not be read
   * @param cause why
   * @return the error that says so
   */
  public static InvalidInputException unreadable(Path file, IOException cause) {
    return new InvalidInputException(file + ": cannot be read (" + cause.getMessage() + ")", cause);
  }
}
