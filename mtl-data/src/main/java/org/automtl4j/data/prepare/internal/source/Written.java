package org.automtl4j.data.prepare.internal.source;

import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.Pixels;

/** Looks at files that have been written. */
final class Written {

  private Written() {}

  /** Complains unless the file has this shape and every number is in [least, most] or, where it may, equals {@code unknown}. */
  static void check(Path file, Pixels found, int height, int width, int channels, double least, double most, double unknown) {
    if (found.height() != height || found.width() != width || found.channels() != channels) {
      throw new InvalidInputException(file + ": found " + found.shape() + ", expected " + height + "x" + width + " with " + channels
          + "; remove the file and run again");
    }
    for (int i = 0; i < found.size(); i++) {
      double number = found.at(i);
      if (!(number >= least && number <= most) && number != unknown) {
        throw new InvalidInputException(file + ": found " + number + " at row " + i / channels / width + ", column " + i / channels % width + ", allowed: "
            + least
            + " to " + most + "; remove the file and run again");
      }
    }
  }
}
