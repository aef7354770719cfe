package org.automtl4j.train.internal;

import java.util.List;
import java.util.function.DoubleSupplier;
import org.automtl4j.graph.RandomStream;
import org.automtl4j.graph.supermodel.PolicyNode;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gumbel noise for relaxed choices: for every policy node, in node order, one number per choice that exists. */
public final class GumbelNoise {
  private final DoubleSupplier source;

  private GumbelNoise(DoubleSupplier source) {
    this.source = source;
  }

  /**
   * @param stream the numbers' source
   * @return seeded noise
   */
  public static GumbelNoise of(RandomStream stream) {
    return new GumbelNoise(stream::nextGumbel);
  }

  /**
   * @param numbers noise from elsewhere, in the order of use
   * @return that noise
   */
  public static GumbelNoise replay(DoubleSupplier numbers) {
    return new GumbelNoise(numbers);
  }

  void fill(INDArray rows, List<PolicyNode> nodes) {
    for (PolicyNode node : nodes) {
      for (int c = 0; c < node.choices().size(); c++) {
        rows.putScalar(node.row(), node.choices().get(c).ordinal(), source.getAsDouble());
      }
    }
  }

  void skip(List<PolicyNode> nodes) {
    for (PolicyNode node : nodes) {
      node.choices().forEach(c -> source.getAsDouble());
    }
  }
}
