package org.automtl4j.app.sweep;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.automtl4j.core.InvalidInputException;

/** Connects to a cluster. Implementations are found through {@code META-INF/services}, so that this program needs none. */
public interface ClusterConnector {

  /**
   * @param master which cluster, such as {@code spark://host:7077}
   * @return whether this connector knows such clusters
   */
  boolean knows(String master);

  /**
   * @param master which cluster
   * @param threads threads of each part; empty: as many as an executor has cores
   * @return the cluster
   * @throws InvalidInputException if it cannot be reached, or its settings do not fit
   */
  Cluster connect(String master, Optional<Integer> threads);

  /**
   * Connects through the first connector that knows the cluster.
   *
   * @param master which cluster
   * @param threads threads of each part; empty: as many as an executor has cores
   * @return the cluster
   * @throws InvalidInputException if no connector knows it
   */
  static Cluster find(String master, Optional<Integer> threads) {
    List<ClusterConnector> all = ServiceLoader.load(ClusterConnector.class).stream().map(ServiceLoader.Provider::get).toList();
    return all.stream().filter(connector -> connector.knows(master)).findFirst().orElseThrow(() -> new InvalidInputException("--master: found '" + master + "', "
        + (all.isEmpty() ? "but this program runs without Spark: call it through ./automtl, which adds it, or put mtl-spark and Spark on the class path"
            : "allowed: local[N], local-cluster[EXECUTORS,CORES,MEMORY], spark://HOST:PORT, yarn or k8s://..."))).connect(master, threads);
  }
}
