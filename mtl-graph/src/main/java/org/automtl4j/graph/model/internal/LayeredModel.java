package org.automtl4j.graph.model.internal;

import java.util.Arrays;
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

/** A model whose layers are known: a backbone or copies of it, with heads. Deeplearning4j has a counterpart of it, and a file tells its structure. */
public sealed interface LayeredModel extends ModelRuntime permits FinishedModel, FinishedNetwork {

  /**
   * @param task a task's name
   * @return its head
   */
  TaskHead head(String task);

  /** @return the backbone, of which there may be several copies */
  Backbone backbone();

  /** @return its numbers, those that predictions need and no others */
  Parameters parameters();

  /**
   * @param exported what {@link #export} gave
   * @param preprocessing what happens to images first, if known
   * @param info where the model comes from
   * @return what a file says about it
   */
  Manifest manifest(ExportedGraph exported, Optional<Preprocessing> preprocessing, ModelInfo info);

  @Override
  default String headType(String task) {
    return head(task).type();
  }

  @Override
  default int inputChannels() {
    return backbone().inputChannels();
  }

  @Override
  default PredictionMemory memory(long images, int rows, int columns) {
    return PredictionMemory.of(backbone(), images, rows, columns);
  }

  @Override
  default DataType dataType() {
    return parameters().dataType();
  }

  @Override
  default long numbers() {
    return parameters().all().stream().mapToLong(p -> p.array().length()).sum();
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
