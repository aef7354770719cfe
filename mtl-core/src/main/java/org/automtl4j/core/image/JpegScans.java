package org.automtl4j.core.image;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;

/**
 * Counts the scans of a jpeg before it is decoded (ITU-T T.81, B.1.1): each one of a progressive file goes over the whole picture, whatever its own length, so
 * that a few kilobytes can cost minutes. Usual files have about ten.
 */
public final class JpegScans {
  /** Pixels that all scans together may go over: 24 times the largest picture. */
  private static final long MOST_PIXELS = 24L << 26;
  private static final int MOST = 1000;
  private static final int BUFFER = 1 << 16;
  private static final int START_OF_SCAN = 0xDA;
  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int ALONE = 0x01;
  private static final int PROGRESSIVE = 0xC2;

  private JpegScans() {}

  /**
   * Complains where there are more than any encoder makes, and where a picture of several scans has no end: the decoder does not always tell that the last ones
   * are missing.
   *
   * @param file a jpeg file
   * @param height the rows that its header promises
   * @param width the columns that its header promises
   * @throws IOException if it cannot be read
   * @throws InvalidInputException if it has too many scans, or no end
   */
  public static void check(Path file, int height, int width) throws IOException {
    long most = Math.min(MOST, MOST_PIXELS / ((long) height * width));
    long scans = 0;
    boolean several = false;
    boolean ended;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      int marker = marker(in, in.read());
      for (int first = 0; marker >= 0 && marker != END; marker = marker(in, first)) {
        if (marker == START_OF_SCAN && ++scans > most) {
          throw new InvalidInputException(file + ": a jpeg of more than " + most + " scans, the most that is read of " + height + "x" + width
              + " pixels; save it again, without 'progressive'");
        }
        several |= marker == PROGRESSIVE || scans > 1;
        if (marker != START && marker != ALONE) {
          skip(in);
        }
        first = in.read();
        if (first < 0 && marker == START_OF_SCAN) {
          throw new EOFException(); // pixels without a single number
        }
      }
      ended = marker == END;
    } catch (EOFException e) {
      throw new InvalidInputException(file + ": the file is cut short: it ends within a segment of the jpeg", e);
    }
    if (several && !ended) {
      throw new InvalidInputException(file + ": the file is cut short: a jpeg of several scans without an end");
    }
  }

  /** The next marker, wherever it is: also behind the numbers of a scan, in which 0xFF is followed by 0, or by one of eight marks of restart. */
  private static int marker(InputStream in, int first) throws IOException {
    int before = first;
    for (int now = in.read(); now >= 0; before = now, now = in.read()) {
      if (before == 0xFF && now != 0 && now != 0xFF && (now < 0xD0 || now > 0xD7)) {
        return now;
      }
    }
    return -1;
  }

  /** A segment's length counts its own two bytes. */
  private static void skip(InputStream in) throws IOException {
    int high = in.read();
    int low = in.read();
    if (low < 0) {
      throw new EOFException();
    }
    int length = (high << 8 | low) - 2;
    if (length > 0) {
      in.skipNBytes(length);
    }
  }
}
