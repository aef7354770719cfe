package org.automtl4j.graph.adamtl;

import java.util.Optional;
import org.automtl4j.graph.network.View;

/** What of an adaptive network a graph computes. */
public sealed interface AdaptiveView extends View {

  /** All blocks for all tokens, without controllers. */
  record Static() implements AdaptiveView {
    @Override
    public String id() {
      return "static";
    }
  }

  /** As {@link Static}, with controllers that look at the tokens and whose masks change nothing: what they learn by before they decide. */
  record Watched() implements AdaptiveView {
    @Override
    public String id() {
      return "watched";
    }
  }

  /**
   * The controllers decide.
   *
   * @param hard whether masks are 0 or 1, with the gradient of soft ones; token masks of {@link ControllerPolicy#SINGLE} always are
   * @param task the task whose controllers alone decide; empty: those of all tasks, by OR
   */
  record Adaptive(boolean hard, Optional<String> task) implements AdaptiveView {

    /** Hard decisions of all tasks' controllers. */
    public Adaptive() {
      this(true, Optional.empty());
    }

    @Override
    public String id() {
      return "adaptive" + (hard ? "" : "-soft") + task.map(name -> "-" + name).orElse("");
    }
  }
}
