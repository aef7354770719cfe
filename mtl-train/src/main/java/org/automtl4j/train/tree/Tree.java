package org.automtl4j.train.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An architecture with a trunk that tasks leave, each at its branch point, for layers of their own. A task that is left alone in the trunk has layers of its own
 * there, whatever they are called: it leaves where the last one that it was with does, so that each architecture is one tree only.
 *
 * @param depths by task, the branch points that it passes in the trunk: 0, it has all layers of its own, to their number, it shares all of them
 */
public record Tree(List<Integer> depths) {

  /** Gives a last task that is alone the depth at which it became so. */
  public Tree {
    if (depths.isEmpty() || depths.stream().anyMatch(d -> d < 0)) {
      throw new IllegalArgumentException("depths: found " + depths + ", allowed: a number of at least 0 for each task");
    }
    List<Integer> sorted = depths.stream().sorted(Collections.reverseOrder()).toList();
    if (sorted.size() > 1 && sorted.get(0) > sorted.get(1)) {
      List<Integer> canonical = new ArrayList<>(depths);
      canonical.set(depths.indexOf(sorted.get(0)), sorted.get(1));
      depths = canonical;
    }
    depths = List.copyOf(depths);
  }

  /**
   * @param tasks how many tasks there are
   * @param depth where all of them part
   * @return the tree
   */
  public static Tree allPartAt(int tasks, int depth) {
    return new Tree(Collections.nCopies(tasks, depth));
  }

  /**
   * @param segment what lies between branch point {@code segment} and the next one
   * @return how often it is computed, and its kernels are stored: once for the trunk, if anybody is in it, and once for each task that has left
   */
  public int copies(int segment) {
    int own = (int) depths.stream().filter(depth -> depth <= segment).count();
    return own < depths.size() ? own + 1 : own;
  }
}
