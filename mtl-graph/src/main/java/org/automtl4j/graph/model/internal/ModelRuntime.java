package org.automtl4j.graph.model.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.ModelInfo;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.model.internal.dl4j.ExportedGraph;
import org.automtl4j.graph.model.internal.dl4j.GraphExporter;
import org.automtl4j.graph.model.internal.zip.Manifest;
import org.automtl4j.graph.network.Parameters;
import org.nd4j.linalg.api.buffer.DataType;

/** How a finished model answers, whatever method it comes from. */
public sealed interface ModelRuntime permits FinishedModel, FinishedNetwork {

  /** @return the method that its structure belongs to */
  String method();

  /** @return the tasks in order */
  List<Task> tasks();

  /**
   * @param task a task's name
   * @return its head
   */
  TaskHead head(String task);

  /** @return the backbone, of which there may be several copies */
  Backbone backbone();

  /** @return its numbers, those that predictions need and no others */
  Parameters parameters();

  /** @return rows of the input that it is made for */
  int height();

  /** @return columns of it */
  int width();

  /** @return whether it takes no other input */
  boolean fixedSize();

  /**
   * @param use what a graph is made for
   * @return an inference graph over its numbers
   */
  InferenceGraph graph(PlanPool.Use use);

  /**
   * @param exported what {@link #export} gave
   * @param preprocessing what happens to images first, if known
   * @param info where the model comes from
   * @return what a file says about it
   */
  Manifest manifest(ExportedGraph exported, Optional<Preprocessing> preprocessing, ModelInfo info);

  /** @return type of all numbers */
  default DataType dataType() {
    return parameters().dataType();
  }

  /** @return how many numbers it stores */
  default long numbers() {
    return parameters().all().stream().mapToLong(p -> p.array().length()).sum();
  }

  /**
   * @param name a task's name
   * @return the task
   * @throws InvalidInputException if there is none
   */
  default Task task(String name) {
    return tasks().stream().filter(task -> task.name().equals(name)).findFirst()
        .orElseThrow(() -> new InvalidInputException("no task '" + name + "'; the model has " + tasks().stream().map(Task::name).toList()));
  }

  /** @return the inference graph of all tasks at its own size */
  default InferenceGraph graph() {
    return graph(new PlanPool.Use(tasks().stream().map(Task::name).toList(), height(), width()));
  }

  /** @return [C, H, W] */
  default long[] inputShape() {
    return new long[] {backbone().inputChannels(), height(), width()};
  }

  /**
   * @return the same function in Deeplearning4j
   * @throws InvalidInputException if something has no counterpart there
   */
  default ExportedGraph export() {
    InferenceGraph graph = graph();
    return GraphExporter.export(graph.sameDiff(), graph.input(), inputShape(), graph.predictions());
  }

  /** Refuses shapes that do not fit before native code sees them, and numbers that nobody reads. */
  default void check() {
    InferenceGraph graph = graph();
    if (!graph.parameters().containsAll(parameters().all().stream().map(p -> p.name()).toList())) {
      throw new IllegalArgumentException("it stores parameters that no prediction needs");
    }
    if (parameters().all().stream().anyMatch(p -> !graph.sameDiff().getVariable(p.name()).getArr().equalShapes(p.array()))) {
      throw new IllegalArgumentException("it is for one size of images, but stores taps of kernels that see nothing there");
    }
    Map<String, long[]> shapes = GraphExporter.shapes(graph.sameDiff(), graph.input(), inputShape(), graph.predictions());
    for (Task task : tasks()) {
      long[] shape = shapes.get(graph.predictions().get(task.name()));
      if (shape.length != (task.kind().isDense() ? 3 : 1) || shape[0] != task.outputs()) {
        throw new IllegalArgumentException("the head of task '" + task.name() + "' predicts " + Arrays.toString(shape) + " for " + task.outputs() + " outputs");
      }
    }
  }
}
