package org.automtl4j.spark;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.automtl4j.app.sweep.Cluster;
import org.automtl4j.app.sweep.ClusterConnector;
import org.automtl4j.core.InvalidInputException;

/** Makes a Spark application of our own, for the command line. */
public final class SparkConnector implements ClusterConnector {

  /** For {@code META-INF/services}. */
  public SparkConnector() {}

  @Override
  public boolean knows(String master) {
    return master.matches("local|local\\[.*]|local-cluster\\[.*]|spark://.*|yarn|k8s://.*");
  }

  @Override
  public Cluster connect(String master, Optional<Integer> threads) {
    SparkConf conf = SparkSettings.of(master, threads);
    try {
      return new SparkCluster(new JavaSparkContext(conf), true, SparkSettings.threads(conf));
    } catch (RuntimeException e) {
      throw new InvalidInputException("--master " + master + ": no Spark application can be started there: "
          + String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
  }
}
