package org.automtl4j.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.automtl4j.app.sweep.Cluster;
import org.automtl4j.app.sweep.ClusterConnector;
import org.automtl4j.core.InvalidInputException;

/** Makes a Spark application of our own, for the command line. */
public final class SparkConnector implements ClusterConnector {

  private static final String STANDALONE = "spark://";
  private static final int CONNECT_MILLIS = 10_000;

  /** For {@code META-INF/services}. */
  public SparkConnector() {}

  @Override
  public boolean knows(String master) {
    return master.matches("local|local\\[.*]|local-cluster\\[.*]|spark://.*|yarn|k8s://.*");
  }

  @Override
  public Cluster connect(String master, Optional<Integer> threads) {
    SparkConf conf = SparkSettings.of(master, threads);
    if (master.startsWith(STANDALONE)) {
      checkReachable(master);
    }
    JavaSparkContext context;
    try {
      context = new JavaSparkContext(conf);
    } catch (Exception e) {
      // Scala throws checked exceptions too, which its signatures do not declare.
      throw new InvalidInputException("--master " + master + ": no Spark application can be started there: "
          + String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
    return new SparkCluster(context, true, SparkSettings.threads(conf));
  }

  /** Spark itself would try for a minute, and then say that its context is stopped. One master of several is enough. */
  private static void checkReachable(String master) {
    List<String> reasons = new ArrayList<>();
    for (String address : master.substring(STANDALONE.length()).split(",")) {
      URI uri = URI.create(STANDALONE + address.strip());
      if (uri.getHost() == null || uri.getPort() < 0) {
        throw new InvalidInputException("--master: found '" + master + "', allowed: spark://HOST:PORT, or spark://HOST:PORT,HOST:PORT");
      }
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_MILLIS);
        return;
      } catch (IOException e) {
        reasons.add(address + ": " + e.getMessage());
      }
    }
    throw new InvalidInputException("--master " + master + ": no master answers there (" + String.join("; ", reasons) + ")");
  }
}
