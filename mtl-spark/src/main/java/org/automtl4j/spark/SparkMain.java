package org.automtl4j.spark;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.automtl4j.app.cli.AutoMtl;

/**
 * The command line for {@code spark-submit}, which knows the master and sets {@code spark.*}:
 *
 * <pre>spark-submit --master yarn --class org.automtl4j.spark.SparkMain --jars NATIVES automtl-spark-cluster.jar sweep demo --seeds 1..10 --out FOLDER</pre>
 */
public final class SparkMain {
  private static final String MASTER = "--master";

  private SparkMain() {}

  /**
   * @param arguments those of {@code automtl}; a sweep runs on the master of {@code spark-submit}
   */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = AutoMtl.execute(out, err, withMaster(arguments, System.getProperty("spark.master", "")).toArray(String[]::new));
    // YARN takes an application that exits by itself for one that broke off, also with code 0.
    if (code != 0) {
      System.exit(code);
    }
  }

  static List<String> withMaster(String[] arguments, String master) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    boolean given = all.stream().anyMatch(a -> a.equals(MASTER) || a.startsWith(MASTER + "="));
    if (!all.isEmpty() && all.get(0).equals("sweep") && !given && !master.isEmpty()) {
      all.add(MASTER);
      all.add(master);
    }
    return all;
  }
}
