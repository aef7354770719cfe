package org.automtl4j.graph.automtl;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.graph.network.View;

/** Which of its branches a task's path computes. With a single task there are only shared parts, and every view is the plain backbone. */
public sealed interface BranchView extends View {

  /** @return the view's stage as files call it */
  Stage stage();

  @Override
  default String id() {
    return stage().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** @return the branches that were chosen, in a view that takes one of each layer */
  default Optional<Architecture> architecture() {
    return Optional.empty();
  }

  /** Hard sharing: shared convolutions and shared BatchNorms. */
  record Common() implements BranchView {
    @Override
    public Stage stage() {
      return Stage.COMMON;
    }
  }

  /** Each task has convolutions and BatchNorms of its own. */
  record TaskSpecific() implements BranchView {
    @Override
    public Stage stage() {
      return Stage.TASK_SPECIFIC;
    }
  }

  /** The mean of the branches. */
  record Mean() implements BranchView {
    @Override
    public Stage stage() {
      return Stage.PRE_TRAIN;
    }
  }

  /** Branches weighted with relaxed samples of the policy, softmax((logits + Gumbel noise) / temperature). */
  record Soft() implements BranchView {
    @Override
    public Stage stage() {
      return Stage.SOFT;
    }
  }

  /**
   * One branch each.
   *
   * @param chosen the branches
   */
  record Hard(Architecture chosen) implements BranchView {
    /** Checks that there is one. */
    public Hard {
      Objects.requireNonNull(chosen, "chosen");
    }

    @Override
    public Stage stage() {
      return Stage.HARD;
    }

    @Override
    public Optional<Architecture> architecture() {
      return Optional.of(chosen);
    }
  }

  /**
   * @param stage as files call it
   * @param architecture the branches of stage HARD
   * @return the view
   */
  static BranchView of(Stage stage, Optional<Architecture> architecture) {
    return switch (stage) {
      case COMMON -> new Common();
      case TASK_SPECIFIC -> new TaskSpecific();
      case PRE_TRAIN -> new Mean();
      case SOFT -> new Soft();
      case HARD -> new Hard(architecture.orElseThrow(() -> new IllegalArgumentException("a hard path needs an architecture")));
    };
  }
}
