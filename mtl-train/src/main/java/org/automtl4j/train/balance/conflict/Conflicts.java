package org.automtl4j.train.balance.conflict;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.TaskGradients;

/**
 * How tasks' gradients of the shared parameters lay to each other in one step.
 *
 * @param tasks those that were present, in the order of the configuration
 * @param norms of their gradients
 * @param cosines of all shared parameters together, [T][T]; 0 where one gradient is 0, and then 0 on the diagonal too
 * @param layers the same by layer, in the order of the network
 */
public record Conflicts(List<String> tasks, double[] norms, double[][] cosines, Map<String, double[][]> layers) {

  /** Keeps copies. */
  public Conflicts {
    tasks = List.copyOf(tasks);
    norms = norms.clone();
    cosines = copy(cosines);
    Map<String, double[][]> copies = new LinkedHashMap<>();
    layers.forEach((layer, of) -> copies.put(layer, copy(of)));
    layers = Collections.unmodifiableMap(copies);
  }

  /**
   * @param gradients of a step, all of which have come
   * @param layerOf from a parameter's name to its layer's
   * @return how they lie to each other
   */
  public static Conflicts of(TaskGradients gradients, UnaryOperator<String> layerOf) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String parameter : gradients.parameters()) {
      parameters.merge(layerOf.apply(parameter), List.of(parameter), Conflicts::join);
    }
    Map<String, double[][]> layers = new LinkedHashMap<>();
    parameters.forEach((layer, names) -> layers.put(layer, cosines(gradients.gramian(names))));
    Gramian all = gradients.gramian();
    double[] norms = new double[all.size()];
    Arrays.setAll(norms, all::norm);
    return new Conflicts(gradients.present(), norms, cosines(all), layers);
  }

  private static List<String> join(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static double[][] cosines(Gramian gramian) {
    double[][] cosines = new double[gramian.size()][gramian.size()];
    for (int i = 0; i < cosines.length; i++) {
      for (int j = 0; j < cosines.length; j++) {
        cosines[i][j] = gramian.cosine(i, j);
      }
    }
    return cosines;
  }

  private static double[][] copy(double[][] matrix) {
    return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
  }

  /** Compared by content. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Conflicts conflicts && tasks.equals(conflicts.tasks) && Arrays.equals(norms, conflicts.norms)
        && Arrays.deepEquals(cosines, conflicts.cosines) && layers.keySet().equals(conflicts.layers.keySet())
        && layers.entrySet().stream().allMatch(entry -> Arrays.deepEquals(entry.getValue(), conflicts.layers.get(entry.getKey())));
  }

  @Override
  public int hashCode() {
    return 31 * tasks.hashCode() + Arrays.hashCode(norms);
  }
}
