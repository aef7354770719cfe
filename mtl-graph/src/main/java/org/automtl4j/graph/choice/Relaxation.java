package org.automtl4j.graph.choice;

import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** A way to make a choice that has a gradient with respect to its logits. Everything random or temporary is fed. */
public sealed interface Relaxation permits GumbelSoftmax, BinaryConcrete, StraightThrough {

  /**
   * Adds a sample to a graph.
   *
   * @param scope what the graph is built with
   * @param logits [.., K] for choices among K options, [..] for choices between off and on
   * @param name the sample's name, unique in the graph; feeds have names that begin with it
   * @return the sample, of the logits' shape
   */
  SDVariable sample(NetworkScope scope, SDVariable logits, String name);

  /**
   * A sample of which exactly one option is chosen.
   *
   * @param scope what the graph is built with
   * @param sample what {@link #sample} gave
   * @return 0 and 1, without a gradient
   */
  SDVariable harden(NetworkScope scope, SDVariable sample);
}
