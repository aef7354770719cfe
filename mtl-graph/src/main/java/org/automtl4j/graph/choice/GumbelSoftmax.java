package org.automtl4j.graph.choice;

import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Relaxed samples of choices among several options: softmax((logits + g) / temperature) over the last axis, with Gumbel noise g (Jang, Gu, Poole, ICLR 2017).
 */
public record GumbelSoftmax() implements Relaxation {

  @Override
  public SDVariable sample(NetworkScope scope, SDVariable logits, String name) {
    SDVariable scores = logits.add(Samples.noise(scope, logits, name, Feed.Noise.Law.GUMBEL)).div(Samples.temperature(scope)); // [.., K]
    return scope.sameDiff().nn().softmax(name, scores, -1); // [.., K]
  }

  @Override
  public SDVariable harden(NetworkScope scope, SDVariable sample) {
    SameDiff sd = scope.sameDiff();
    SDVariable largest = sd.expandDims(sd.max(sample, -1), -1); // [.., 1]; ND4J reduces wrongly where a dimension is counted from the end and kept
    return sd.eq(sample, largest).castTo(scope.dataType()); // [.., K]
  }
}
