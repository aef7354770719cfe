package org.automtl4j.train.step;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.automtl.PolicyNode;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gumbel noise for relaxed choices: for every policy node, in node order, one number per choice that exists. */
public final class GumbelNoise {
  private DoubleSupplier source;
  private Optional<RandomStream> stream;

  private GumbelNoise(DoubleSupplier source, Optional<RandomStream> stream) {
    this.source = source;
    this.stream = stream;
  }

  /**
   * @param stream the numbers' source
   * @return seeded noise
   */
  public static GumbelNoise of(RandomStream stream) {
    return new GumbelNoise(stream::nextGumbel, Optional.of(stream));
  }

  /**
   * @param numbers noise from elsewhere, in the order of use
   * @return that noise
   */
  public static GumbelNoise replay(DoubleSupplier numbers) {
    return new GumbelNoise(numbers, Optional.empty());
  }

  /** @return the state of the seeded stream; 0 where the values come from elsewhere */
  public long state() {
    return stream.map(RandomStream::state).orElse(0L);
  }

  /**
   * Goes on from a state; values from elsewhere stay as they are.
   *
   * @param state of the stream
   */
  public void restore(long state) {
    if (stream.isPresent()) {
      RandomStream restored = RandomStream.restore(state);
      stream = Optional.of(restored);
      source = restored::nextGumbel;
    }
  }

  void fill(INDArray rows, List<PolicyNode> nodes) {
    for (PolicyNode node : nodes) {
      for (int c = 0; c < node.choices().size(); c++) {
        rows.putScalar(node.row(), node.choices().get(c).ordinal(), source.getAsDouble());
      }
    }
  }
}
