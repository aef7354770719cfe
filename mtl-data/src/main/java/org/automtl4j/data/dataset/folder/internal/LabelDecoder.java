package org.automtl4j.data.dataset.folder.internal;

import java.nio.file.Path;
import java.util.Locale;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.folder.LabelEncoding;
import org.automtl4j.data.reader.ArrayFile;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;

/** Reads a label file and gives its numbers the meaning that {@code tasks.yaml} says they have. */
interface LabelDecoder {

  /**
   * @param file what is read, for messages
   * @param stored its numbers
   * @return [H, W, C]: classes, values, or unit vectors; {@link Unknown} where nothing is known
   */
  Pixels.Floats decode(Path file, Pixels stored);

  /**
   * @param file a label file
   * @return it, decoded
   */
  default Pixels.Floats read(Path file) {
    return decode(file, isArray(file) ? ArrayFile.read(file) : ImageFile.read(file));
  }

  /** The decoder of a task's files. */
  static LabelDecoder of(LabelEncoding encoding, float unknown) {
    if (encoding instanceof LabelEncoding.Classes classes) {
      return new ClassDecoder(classes);
    }
    if (encoding instanceof LabelEncoding.Quantity quantity) {
      return new QuantityDecoder(quantity, unknown);
    }
    if (encoding instanceof LabelEncoding.Normals normals) {
      return new NormalDecoder(normals);
    }
    throw new IllegalArgumentException("a table has no label files");
  }

  /** @return whether a file is NumPy's, by its name */
  static boolean isArray(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".npy");
  }

  /** The complaint about one number. */
  static InvalidInputException wrong(Path file, Pixels stored, int position, String found, String allowed) {
    return new InvalidInputException(file + ": found " + found + " at row " + position / stored.width() + ", column " + position % stored.width()
        + "; allowed: "
        + allowed);
  }

  /** A number without a needless point. */
  static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long) number) : Double.toString(number);
  }
}
