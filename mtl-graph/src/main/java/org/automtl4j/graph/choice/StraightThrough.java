package org.automtl4j.graph.choice;

import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/**
 * Hard samples with the gradient of soft ones: s + stop(hard(s) - s) (Bengio, Leonard, Courville, 2013).
 *
 * @param soft what gives the soft samples
 */
public record StraightThrough(Relaxation soft) implements Relaxation {

  @Override
  public SDVariable sample(NetworkScope scope, SDVariable logits, String name) {
    SDVariable sample = soft.sample(scope, logits, name + ".soft");
    SDVariable difference = soft.harden(scope, sample).sub(sample);
    return sample.add(name, new StopGradient(scope.sameDiff(), difference).outputVariable());
  }

  @Override
  public SDVariable harden(NetworkScope scope, SDVariable sample) {
    return soft.harden(scope, sample);
  }
}
