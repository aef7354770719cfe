package org.automtl4j.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Compares numbers with golden ones and notes down what was compared. Every golden test compares through this class: with {@code -Pgolden} what it notes in the
 * module's folder {@code target/golden} becomes the report {@code target/golden-report.json} of the whole build.
 *
 * <p>A case is one golden folder, or one entry of a golden file, such as {@code model/n01_plain} or {@code losses/city.depth}.
 */
public final class GoldenReport {
  /** Of the build that asks for a report; other builds note nothing. */
  private static final String RUN = System.getProperty("automtl.golden.run", "");

  private GoldenReport() {}

  /** @return whether this build reports: then nothing is left out for the sake of time */
  public static boolean isAskedFor() {
    return !RUN.isEmpty();
  }

  /**
   * Asserts that the largest difference of two things is within a tolerance.
   *
   * @param golden the case
   * @param what is compared
   * @param difference that was found
   * @param tolerance that is allowed
   */
  public static void close(String golden, String what, double difference, double tolerance) {
    note(golden, what, difference, tolerance, "");
    assertThat(difference).as("%s, %s: largest difference, tolerance %s", golden, what, tolerance).isLessThanOrEqualTo(tolerance);
  }

  /**
   * Asserts that two things are equal.
   *
   * @param golden the case
   * @param what is compared
   * @param found ours
   * @param expected the published one
   */
  public static void same(String golden, String what, Object found, Object expected) {
    note(golden, what, found.equals(expected) ? 0 : Double.POSITIVE_INFINITY, 0, "");
    assertThat(found).as("%s, %s", golden, what).isEqualTo(expected);
  }

  /**
   * Notes that a value departs on purpose from the golden one; the caller asserts the value that stands in its place.
   *
   * @param golden the case
   * @param what is compared
   * @param instead what stands in its place
   */
  public static void mended(String golden, String what, String instead) {
    note(golden, what, 0, 0, instead);
  }

  /**
   * Notes that a test leaves itself out.
   *
   * @param file for want of which it does
   */
  static void leftOut(String file) {
    write(new ObjectMapper().createObjectNode().put("left_out", file));
  }

  private static void note(String golden, String what, double difference, double tolerance, String mended) {
    ObjectNode line = new ObjectMapper().createObjectNode().put("case", golden).put("compared", what);
    if (mended.isEmpty()) {
      line.put("difference", finite(difference)).put("tolerance", tolerance);
    } else {
      line.put("mended", mended);
    }
    write(line);
  }

  private static synchronized void write(ObjectNode line) {
    if (RUN.isEmpty()) {
      return;
    }
    try {
      Path folder = Files.createDirectories(Path.of("target", "golden"));
      Files.writeString(folder.resolve(RUN + ".jsonl"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON has no infinity. */
  private static double finite(double difference) {
    return Double.isFinite(difference) ? difference : Double.MAX_VALUE;
  }

  /**
   * @param found ours
   * @param expected the published ones
   * @return the largest difference; not a number where one of them is not, infinite where there are not equally many
   */
  public static double difference(double[] found, double[] expected) {
    double largest = found.length == expected.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(found.length, expected.length); i++) {
      double difference = found[i] == expected[i] ? 0 : Math.abs(found[i] - expected[i]);
      largest = Double.isNaN(difference) || Double.isNaN(largest) ? Double.NaN : Math.max(largest, difference);
    }
    return largest;
  }
}
