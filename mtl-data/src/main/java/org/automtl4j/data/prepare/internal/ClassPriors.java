package org.automtl4j.data.prepare.internal;

import java.nio.file.Path;
import java.util.Arrays;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;

/**
 * Weights of Taskonomy's 17 classes: w = 1 / ln(1.02 + share of the class's pixels), scaled so that their mean is 1 (the rule is that of Paszke, Chaurasia,
 * Kim, Culurciello: ENet, arXiv 1606.02147).
 */
public final class ClassPriors {
  /** The file that the layout's loader reads them from. */
  public static final String FILE = "semseg_prior_factor.npy";

  private static final int CLASSES = 17;

  private final long[] counts = new long[CLASSES];

  /**
   * Counts one picture.
   *
   * @param picture classes of a training picture, 0 and 1 being class 0
   */
  public void count(Path picture) {
    Pixels pixels = ImageFile.read(picture);
    for (int i = 0; i < pixels.size(); i++) {
      int number = Math.max((int) pixels.at(i), 1) - 1;
      if (number >= CLASSES) {
        throw new InvalidInputException(picture + ": found " + (number + 1) + " at row " + i / pixels.width() + ", column " + i % pixels.width()
            + "; allowed are 0 to " + CLASSES);
      }
      counts[number]++;
    }
  }

  /** @return one number per class */
  double[] weights() {
    double all = Math.max(1, Arrays.stream(counts).sum());
    double[] weights = Arrays.stream(counts).mapToDouble(c -> 1 / Math.log(1.02 + c / all)).toArray();
    double mean = Arrays.stream(weights).average().orElseThrow();
    return Arrays.stream(weights).map(w -> w / mean).toArray();
  }

  /**
   * @param root the data set's folder
   */
  public void write(Path root) {
    NpyFile.write(root.resolve(FILE), NumberArray.of(weights(), CLASSES));
  }
}
