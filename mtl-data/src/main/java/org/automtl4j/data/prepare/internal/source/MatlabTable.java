package org.automtl4j.data.prepare.internal.source;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.graph.InvalidInputException;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Matrix;

/** Lists of whole numbers in MATLAB's file format 5. */
final class MatlabTable {

  private MatlabTable() {}

  /** @return the numbers of a variable, column by column */
  static int[] read(Path file, String name) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": there is no such file");
    }
    try {
      Array array = Mat5.readFromFile(file.toFile()).getArray(name);
      if (!(array instanceof Matrix matrix) || matrix.getNumElements() == 0) {
        throw new InvalidInputException(file + ": the variable '" + name + "' holds no numbers");
      }
      int[] numbers = new int[matrix.getNumElements()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (int) matrix.getDouble(i);
      }
      return numbers;
    } catch (IOException | IllegalArgumentException | BufferUnderflowException e) {
      throw new InvalidInputException(file + ": not a whole file of MATLAB's format 5 with a variable '" + name + "' (" + e.getMessage() + ")", e);
    }
  }
}
