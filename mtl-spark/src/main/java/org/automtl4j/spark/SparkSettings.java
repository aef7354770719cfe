package org.automtl4j.spark;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.automtl4j.core.InvalidInputException;

/** What a Spark application has to be set to for training. */
final class SparkSettings {
  private static final String SPECULATION = "spark.speculation";
  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";
  private static final String TASK_CPUS = "spark.task.cpus";
  private static final String OPTIONS = "spark.executor.extraJavaOptions";
  private static final String EXECUTOR_CLASS_PATH = "spark.executor.extraClassPath";
  private static final String OVERHEAD = "spark.executor.memoryOverhead";
  private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[\\s*(\\d{1,4})\\s*,\\s*(\\d{1,4})\\s*,\\s*(\\d{1,7})\\s*]");
  /** As the launcher sets them: threads that wait for work do not spin, and native memory lies in two pools. */
  private static final Map<String, String> ENVIRONMENT = Map.of("GOMP_SPINCOUNT", "0", "OMP_WAIT_POLICY", "passive", "MALLOC_ARENA_MAX", "2");

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
    SparkConf conf = new SparkConf().setMaster(master);
    conf.setIfMissing("spark.app.name", "AutoMTL4J");
    threads.ifPresent(n -> conf.set(TASK_CPUS, Integer.toString(n)));
    conf.set(OPTIONS, (conf.get(OPTIONS, "") + " -XX:ActiveProcessorCount=" + threads(conf) + " -XX:+UseSerialGC -Dorg.bytedeco.javacpp.maxbytes="
        + arrays(conf) + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dlogback.configurationFile=org/automtl4j/spark/executor-log.xml").strip());
    ENVIRONMENT.forEach((name, value) -> conf.setIfMissing("spark.executorEnv." + name, value));
    // A part that fails by itself is not tried again; what is left are machines that go away, and a training of days may see several of them.
    conf.setIfMissing("spark.task.maxFailures", "16");
    // Parts go to all executors that were asked for, not to the first that is there.
    conf.setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    conf.setIfMissing("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
    if (master.startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
    }
    Matcher here = LOCAL_CLUSTER.matcher(master);
    if (here.matches()) {
      conf.setIfMissing("spark.cores.max", Long.toString(Long.parseLong(here.group(1)) * Long.parseLong(here.group(2))));
      conf.setIfMissing("spark.executor.memory", here.group(3) + "m");
      // Executors of this machine: what this program runs on is there already.
      conf.setIfMissing(EXECUTOR_CLASS_PATH, System.getProperty("java.class.path"));
    }
    check(conf);
    return conf;
  }

  /** The most that arrays outside of Java's heap may take, as JavaCPP reads it: Spark's bare numbers are MiB, JavaCPP's are bytes. 0: no bound. */
  private static String arrays(SparkConf conf) {
    if (!conf.contains(OVERHEAD)) {
      return "0";
    }
    try {
      return conf.getSizeAsMb(OVERHEAD) + "m";
    } catch (NumberFormatException e) {
      throw new InvalidInputException(OVERHEAD + ": found " + conf.get(OVERHEAD) + ", allowed: a size such as 4g or 4096 (MiB)", e);
    }
  }

  /** Threads of each part. */
  static int threads(SparkConf conf) {
    return conf.getInt(TASK_CPUS, 1);
  }
}
