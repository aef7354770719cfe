package org.automtl4j.graph.choice;

import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;

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
    return scope.sameDiff().eq(sample, scope.sameDiff().max(sample, true, -1)).castTo(scope.dataType()); // [.., K]
  }
}
