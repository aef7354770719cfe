package org.automtl4j.data.prepare.internal.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.PixelLimits;

/** Lists of whole numbers in MATLAB's file format 5. Such a file has some kilobytes; what it claims to hold is compared with its length. */
final class MatlabTable {
  private static final long LONGEST = 1L << 22;
  private static final int HEADER = 128;

  private MatlabTable() {}

  /** @return the numbers of a variable, column by column */
  static int[] read(Path file, String name) {
    if (PixelLimits.checkFile(file) > LONGEST) {
      throw new InvalidInputException(file + ": longer than " + LONGEST + " bytes; this is no list of numbers");
    }
    try {
      return numbers(file, Files.readAllBytes(file), name);
    } catch (IOException e) {
      throw PixelLimits.unreadable(file, e);
    } catch (MatlabElements.DamagedException e) {
      throw new InvalidInputException(file + ": not a whole file of MATLAB's format 5 (" + e.getMessage() + ")", e);
    }
  }

  private static int[] numbers(Path file, byte[] bytes, String name) throws MatlabElements.DamagedException {
    MatlabElements elements = MatlabElements.of(bytes, HEADER);
    List<String> names = new ArrayList<>();
    while (elements.next()) {
      Optional<MatlabElements> matrix = elements.matrix();
      if (matrix.isEmpty()) {
        continue;
      }
      String found = matrix.get().name();
      if (found.equals(name)) {
        int[] numbers = matrix.get().numbers();
        if (numbers.length == 0) {
          throw new InvalidInputException(file + ": the variable '" + name + "' holds no numbers");
        }
        return numbers;
      }
      if (names.size() < 10) {
        names.add(found);
      }
    }
    throw new InvalidInputException(file + ": found the variables " + names + ", allowed: one named '" + name + "'");
  }
}
