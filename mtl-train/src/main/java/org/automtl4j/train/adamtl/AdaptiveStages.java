package org.automtl4j.train.adamtl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.settings.Words;
import org.automtl4j.train.step.TaskStepping;

/** What the stages of this room have in common. */
final class AdaptiveStages {
  private AdaptiveStages() {}

  /** The network, if it can be trained so. */
  static AdaptiveSwin network(StageContext context, String stage, boolean controlled) {
    if (!(context.network() instanceof AdaptiveSwin network)) {
      throw new InvalidInputException("stage " + stage + " trains adaptive Swin networks, found a network of method '" + context.network().method() + "'");
    }
    if (context.settings().stepping() != TaskStepping.JOINT) {
      throw new InvalidInputException("stage " + stage + ": taskStepping is " + context.settings().stepping()
          + ", allowed: JOINT, since one encoder serves all tasks and the decisions of all of them are merged");
    }
    if (controlled && network.controllers().isEmpty()) {
      throw new InvalidInputException("stage " + stage + ": the network has no controllers; build it with controllers(...)");
    }
    return network;
  }

  /** Weights of losses of which some do not count. */
  static Map<String, Double> without(Map<String, Double> weights, List<Task> tasks, List<String> counting) {
    Map<String, Double> some = new HashMap<>(weights);
    tasks.stream().map(Task::name).filter(name -> !counting.contains(name)).forEach(name -> some.put(name, 0.0));
    return some;
  }

  static Words words(String stage, Learning learning) {
    Words words = new Words(stage + ".");
    learning.into(words);
    return words;
  }
}
