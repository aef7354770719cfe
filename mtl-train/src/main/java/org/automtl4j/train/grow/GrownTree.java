package org.automtl4j.train.grow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.train.advice.Contender;
import org.automtl4j.train.advice.Tried;
import org.automtl4j.train.evaluate.PairedDelta;
import org.automtl4j.train.tree.Tree;

/**
 * A tree that was tried.
 *
 * @param tree the depths at which tasks leave the trunk
 * @param words the same in words, such as {@code depth leaves at conv10}
 * @param leave by task, the layer at which it leaves; tasks that share all are not named
 * @param architecture the same as branches of layers
 * @param size what it stores, and what it computes for one image and all tasks
 * @param seconds that it takes for one image and all tasks on this machine, as a sum over steps
 * @param standing how it does against hard sharing at the same iteration, on the validation split
 * @param stoppedAt the iteration at which it was left behind; empty if it was trained to the end
 * @param control whether it was drawn at random, to compare with; it is never taken
 */
public record GrownTree(Tree tree, String words, Map<String, String> leave, Architecture architecture, ModelSize size, double seconds, PairedDelta standing, OptionalInt stoppedAt,
    boolean control) {

  /** Keeps an unmodifiable copy in the same order. */
  public GrownTree {
    leave = Collections.unmodifiableMap(new LinkedHashMap<>(leave));
  }

  /** @return the same without its structure */
  public Tried tried() {
    return new Tried(Contender.Kind.TREE, words, leave, size, seconds, standing, stoppedAt, control);
  }
}
