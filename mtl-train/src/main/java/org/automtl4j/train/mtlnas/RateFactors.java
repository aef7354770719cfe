package org.automtl4j.train.mtlnas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.optimizer.UpdateRule;
import org.automtl4j.train.step.ParameterGroup;
import org.automtl4j.train.step.ParameterLearning;

/**
 * What the learning rate is multiplied with for some of the weights.
 *
 * @param classifierWeight for the weights of each head's last layer
 * @param classifierBias for its biases
 * @param fusion for the fusions, their convolutions and BatchNorms
 * @param freezeBase whether nothing but these learns; running statistics of other BatchNorms still move, as published
 */
public record RateFactors(double classifierWeight, double classifierBias, double fusion, boolean freezeBase) {
  /** As published: 10, 20 and 100. */
  public static final RateFactors PUBLISHED = new RateFactors(10, 20, 100, false);
  /** One rate for all. */
  public static final RateFactors NONE = new RateFactors(1, 1, 1, false);

  /** Checks the ranges. */
  public RateFactors {
    for (double factor : new double[] {classifierWeight, classifierBias, fusion}) {
      if (!(factor >= 0 && Double.isFinite(factor))) {
        throw new InvalidInputException("factors of the learning rate must be finite and not negative, found " + classifierWeight + ", " + classifierBias + " and " + fusion);
      }
    }
  }

  /**
   * @param network whose weights
   * @param rule of those with factor 1
   * @return how all of them learn
   */
  ParameterLearning learning(FusionNetwork network, UpdateRule rule) {
    Set<String> weights = new HashSet<>();
    Set<String> biases = new HashSet<>();
    network.tasks().forEach(task -> {
      String head = "head." + task.name() + ".";
      String last = network.parameters().stream().map(ParameterSpec::name).filter(name -> name.startsWith(head) && name.endsWith(".weight")).reduce("", (a, b) -> b);
      weights.add(last);
      biases.add(last.replaceFirst("weight$", "bias"));
    });
    List<ParameterGroup> groups = new ArrayList<>(List.of(
        group("classifierWeight", spec -> weights.contains(spec.name()), rule.timesRate(classifierWeight)),
        group("classifierBias", spec -> biases.contains(spec.name()), rule.timesRate(classifierBias)),
        group("fusion", spec -> spec.name().startsWith("fusion."), rule.timesRate(fusion))));
    if (!freezeBase) {
      groups.add(0, group("base", spec -> !weights.contains(spec.name()) && !biases.contains(spec.name()) && !spec.name().startsWith("fusion."), rule));
    }
    return new ParameterLearning(groups);
  }

  private static ParameterGroup group(String name, Predicate<ParameterSpec> which, UpdateRule rule) {
    return new ParameterGroup(name, spec -> spec.role() == Role.WEIGHT && which.test(spec), rule);
  }
}
