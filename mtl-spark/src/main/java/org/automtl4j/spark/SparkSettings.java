package org.automtl4j.spark;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.automtl4j.core.InvalidInputException;

/** What a Spark application has to be set to for training. */
final class SparkSettings {
  private static final String SPECULATION = "spark.speculation";
  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";
  private static final String TASK_CPUS = "spark.task.cpus";
  private static final String OPTIONS = "spark.executor.extraJavaOptions";

  private SparkSettings() {}

  /**
   * Refuses what would train a part twice, or take executors away from it.
   *
   * @param conf of the application
   * @throws InvalidInputException if it cannot work
   */
  static void check(SparkConf conf) {
    if (conf.getBoolean(SPECULATION, false)) {
      throw new InvalidInputException(SPECULATION + ": found true, allowed: false; a second copy of a slow task would train into the same folder");
    }
    if (conf.getBoolean(DYNAMIC, false)) {
      throw new InvalidInputException(DYNAMIC + ": found true, allowed: false; executors that wait for the last parts of a sweep would be taken away and started again");
    }
  }

  /**
   * @param master which cluster
   * @param threads threads of each part; empty: one
   * @return settings of an application of our own; system properties {@code spark.*} are kept
   */
  static SparkConf of(String master, Optional<Integer> threads) {
    SparkConf conf = new SparkConf().setMaster(master).setAppName("AutoMTL4J");
    threads.ifPresent(n -> conf.set(TASK_CPUS, Integer.toString(n)));
    String options = conf.get(OPTIONS, "") + " -XX:ActiveProcessorCount=" + threads(conf) + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0";
    conf.set(OPTIONS, options.strip());
    conf.setIfMissing("spark.ui.enabled", "false");
    check(conf);
    return conf;
  }

  /** Threads of each part. */
  static int threads(SparkConf conf) {
    return conf.getInt(TASK_CPUS, 1);
  }
}
