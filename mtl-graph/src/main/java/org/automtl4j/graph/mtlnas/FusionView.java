package org.automtl4j.graph.mtlnas;

import org.automtl4j.graph.network.View;

/** What of a fusion network a graph computes. */
public sealed interface FusionView extends View {

  /** All edges of the space, each times its gate; what kind of gates they are is fed, see {@link org.automtl4j.graph.choice.BinaryConcrete}. */
  record Gated() implements FusionView {
    @Override
    public String id() {
      return "gated";
    }
  }

  /** All edges of the space, each times the probability of its gate, sigmoid(logit): nothing is drawn. */
  record Soft() implements FusionView {
    @Override
    public String id() {
      return "soft";
    }
  }

  /**
   * The open edges only, without gates. Fusions without an open edge are still there, on the task's own feature.
   *
   * @param architecture which edges are open
   */
  record Discrete(FusionArchitecture architecture) implements FusionView {
    @Override
    public String id() {
      return "discrete";
    }
  }

  /** Each task's network by itself, without fusions: the single-task networks. */
  record Alone() implements FusionView {
    @Override
    public String id() {
      return "alone";
    }
  }
}
