package org.automtl4j.train.step;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.loss.LossTerm;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.graph.network.NetworkGraph;
import org.nd4j.autodiff.samediff.SDVariable;

/** The graph of a step under construction, for what adds itself to it: the network's graph with all its outputs, and labels. */
public final class StepGraph {
  private final NetworkGraph graph;
  private final Function<Task, TaskLoss> losses;
  private final Map<String, Labelled> labels;

  /** A task with the placeholders of its labels. */
  record Labelled(Task task, SDVariable label, Optional<SDVariable> mask) {}

  StepGraph(NetworkGraph graph, Function<Task, TaskLoss> losses, Map<String, Labelled> labels) {
    this.graph = graph;
    this.losses = losses;
    this.labels = labels;
  }

  /** @return the network's graph, to which is added */
  public NetworkGraph graph() {
    return graph;
  }

  /**
   * @param name one of the graph's outputs
   * @return the variable
   * @throws IllegalArgumentException if the graph has no such output
   */
  public SDVariable output(String name) {
    String variable = graph.outputs().get(name);
    if (variable == null) {
      throw new IllegalArgumentException("a graph of view '" + graph.request().view().id() + "' has no output '" + name + "'; it has " + graph.outputs().keySet());
    }
    return graph.sameDiff().getVariable(variable);
  }

  /**
   * The loss of another prediction of a task, such as an auxiliary one.
   *
   * @param task one of the step's tasks
   * @param prediction as the task's head gives it, at any resolution
   * @return the loss and how many positions are valid
   */
  public LossTerm loss(String task, SDVariable prediction) {
    Labelled labelled = labels.get(task);
    return losses.apply(labelled.task()).build(graph.sameDiff(), prediction, labelled.label(), labelled.mask());
  }
}
