package org.automtl4j.graph.adamtl;

import java.util.Optional;

/** What a graph's masks are called among its outputs. */
public final class MaskNames {
  /** Stands for the only set of controllers of {@link ControllerPolicy#SINGLE}. */
  static final String ALL = "all";

  private MaskNames() {}

  /**
   * @param stage number of a stage, from 0
   * @return the merged masks of its blocks, [N, depth]
   */
  public static String blocks(int stage) {
    return "block." + stage;
  }

  /**
   * @param stage number of a stage, from 0
   * @param block number of a block in it, from 0
   * @return the merged masks of its tokens, [N, L, 1]
   */
  public static String tokens(int stage, int block) {
    return "token." + stage + "." + block;
  }

  /**
   * @param merged {@link #blocks} or {@link #tokens}
   * @param task whose controller; empty for that of all tasks
   * @return the masks of one controller
   */
  public static String call(String merged, Optional<String> task) {
    return "call." + merged + "." + task.orElse(ALL);
  }

  /**
   * @param merged {@link #blocks} or {@link #tokens}
   * @param task whose controller; empty for that of all tasks
   * @return the logits of one controller
   */
  public static String logits(String merged, Optional<String> task) {
    return "logits." + merged + "." + task.orElse(ALL);
  }
}
