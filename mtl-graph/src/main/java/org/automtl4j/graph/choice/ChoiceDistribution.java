package org.automtl4j.graph.choice;

import java.util.Arrays;

/**
 * What a search's logits say at one moment: for each site the probabilities of its options, at temperature 1.
 *
 * @param space the choices
 * @param probabilities by site, one number for each option; they sum to 1
 */
public record ChoiceDistribution(ChoiceSpace space, double[][] probabilities) {

  /** Keeps copies. */
  public ChoiceDistribution {
    probabilities = Arrays.stream(probabilities).map(double[]::clone).toArray(double[][]::new);
    for (int i = 0; i < space.sites().size(); i++) {
      if (probabilities.length != space.sites().size() || probabilities[i].length != space.sites().get(i).options().size()) {
        throw new IllegalArgumentException("there must be one number for each option of each site");
      }
    }
  }

  /**
   * Choices between off and on, each from one logit.
   *
   * @param space sites with two options, off first
   * @param logits one for each site; the probability of the second option is 1 / (1 + e^-logit)
   * @return the distribution
   */
  public static ChoiceDistribution bernoulli(ChoiceSpace space, double... logits) {
    double[][] probabilities = new double[logits.length][];
    for (int i = 0; i < logits.length; i++) {
      double on = 1 / (1 + Math.exp(-logits[i]));
      probabilities[i] = new double[] {1 - on, on};
    }
    return new ChoiceDistribution(space, probabilities);
  }

  /** @return a copy */
  @Override
  public double[][] probabilities() {
    return Arrays.stream(probabilities).map(double[]::clone).toArray(double[][]::new);
  }

  /** @return how decided the search is: the mean over the sites of the largest probability; 1 without sites */
  public double meanLargest() {
    return Arrays.stream(probabilities).mapToDouble(p -> Arrays.stream(p).max().orElseThrow()).average().orElse(1);
  }

  /** @return the mean over the sites of -sum p ln p, in nats; 0 without sites */
  public double entropy() {
    return Arrays.stream(probabilities).mapToDouble(p -> Arrays.stream(p).map(x -> x > 0 ? -x * Math.log(x) : 0).sum()).average().orElse(0);
  }
}
