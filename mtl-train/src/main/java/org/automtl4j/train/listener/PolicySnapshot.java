package org.automtl4j.train.listener;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.PolicyDistribution;
import org.automtl4j.graph.automtl.SuperModel;

/**
 * What the policies said at one moment of a search.
 *
 * @param model what is trained
 * @param stage the stage's name
 * @param iteration iterations that were done before; 0 before the first
 * @param meanLargest by task, how decided its policies are: the mean over the layers of the largest probability
 * @param probabilities by task and layer ({@code <index>:<name>}) the probabilities of {@link Branch#values()} in their order, 0 where one does not exist
 */
public record PolicySnapshot(
    String model, String stage, int iteration, Map<String, Double> meanLargest, Map<String, Map<String, List<Double>>> probabilities) {

  /** Keeps unmodifiable copies in order. */
  public PolicySnapshot {
    meanLargest = Collections.unmodifiableMap(new LinkedHashMap<>(meanLargest));
    probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
  }

  /**
   * @param model what is trained
   * @param stage the stage's name
   * @param iteration iterations that were done before
   * @param superModel whose policies are read
   * @return their probabilities at this moment
   */
  public static PolicySnapshot of(String model, String stage, int iteration, SuperModel superModel) {
    Map<String, Double> largest = new LinkedHashMap<>();
    Map<String, Map<String, List<Double>>> all = new LinkedHashMap<>();
    superModel.tasks().forEach(task -> {
      PolicyDistribution distribution = PolicyDistribution.of(superModel, task.name());
      Map<String, List<Double>> layers = new LinkedHashMap<>();
      superModel.policyNodes().forEach(node -> layers.put(node.key(), List.of(Branch.values()).stream().map(b -> distribution.probability(node, b)).toList()));
      largest.put(task.name(), distribution.meanLargest());
      all.put(task.name(), layers);
    });
    return new PolicySnapshot(model, stage, iteration, largest, all);
  }
}
