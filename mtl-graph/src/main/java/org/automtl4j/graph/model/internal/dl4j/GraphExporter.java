package org.automtl4j.graph.model.internal.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.graph.model.internal.dl4j.Canvas.Placement;
import org.automtl4j.graph.model.internal.step.InferenceOps;
import org.automtl4j.graph.model.internal.step.MapShapes;
import org.automtl4j.graph.model.internal.step.Operation;
import org.automtl4j.graph.model.internal.step.Refusal;
import org.automtl4j.graph.model.internal.step.SharedStep;
import org.automtl4j.graph.model.internal.step.Step;
import org.automtl4j.graph.model.internal.step.StepFusion;
import org.automtl4j.graph.model.internal.step.StepReader;
import org.automtl4j.graph.model.internal.step.WeightNumbers;
import org.automtl4j.graph.model.internal.zip.StoredPart;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Translates an inference graph from SameDiff to a Deeplearning4j {@link ComputationGraph} with one output per task. Operations that use the same weights become one layer,
 * so the graph holds each number once.
 */
public final class GraphExporter {
  private final SameDiff sd;
  private final Map<String, String> predictions;
  private final Map<String, String> taskOf = new HashMap<>();
  private final Map<String, Integer> readers;
  private final List<SharedStep> steps;
  private final Canvas canvas;
  private final Map<String, String> vertices = new HashMap<>();
  private final Map<String, long[]> shapes = new HashMap<>();
  private final Map<String, Operation> makers = new HashMap<>();
  private final Map<String, Integer> vertexReaders = new HashMap<>();

  private GraphExporter(SameDiff sd, String input, long[] shape, Map<String, String> predictions) {
    this.sd = sd;
    this.predictions = predictions;
    InferenceOps ops = new InferenceOps(sd, input, predictions.values());
    List<Step> read = new StepReader(sd, ops).read();
    readers = StepFusion.readers(read, predictions.values());
    steps = SharedStep.group(StepFusion.fuse(read, readers));
    canvas = new Canvas(sd.getVariable(input).dataType(), 0);
    predictions.keySet().forEach(canvas::unique); // outputs have the first claim to their names
    predictions.forEach(
        (task, variable) -> {
          if (readers.get(variable) == 1) { // ComputationGraph.output fails on an output that other vertices read
            taskOf.put(variable, task);
          }
        });
    vertices.put(input, canvas.unique(input));
    shapes.put(input, shape.clone());
    canvas.builder().addInputs(vertices.get(input));
  }

  /**
   * @param sd an inference graph
   * @param input its placeholder, [N, C, H, W]
   * @param shape [C, H, W]
   * @param predictions the predicted variable of each task, in task order
   * @return the same function as a Deeplearning4j graph; outputs are named as the tasks are
   * @throws org.automtl4j.core.InvalidInputException if something has no counterpart; names the layer
   */
  public static ExportedGraph export(SameDiff sd, String input, long[] shape, Map<String, String> predictions) {
    return new GraphExporter(sd, input, shape, predictions).write();
  }

  /**
   * Checks that all parameters fit together, without computing anything.
   *
   * @param sd an inference graph
   * @param input its placeholder, [N, C, H, W]
   * @param shape [C, H, W]
   * @param predictions the predicted variable of each task
   * @return the shape of each variable on the way, without the batch axis
   * @throws org.automtl4j.core.InvalidInputException if a shape does not fit or something has no counterpart; names the layer
   */
  public static Map<String, long[]> shapes(SameDiff sd, String input, long[] shape, Map<String, String> predictions) {
    GraphExporter exporter = new GraphExporter(sd, input, shape, predictions);
    exporter.steps.forEach(shared -> shared.places().forEach(exporter::infer));
    return exporter.shapes;
  }

  private ExportedGraph write() {
    steps.forEach(this::write);
    List<String> outputs = new ArrayList<>();
    predictions.forEach((task, variable) -> outputs.add(output(task, variable)));
    canvas.builder().setOutputs(outputs.toArray(String[]::new));
    ComputationGraph graph = new ComputationGraph(canvas.builder().build());
    graph.init();
    List<StoredPart> parts = new ArrayList<>();
    for (Placement placement : canvas.placements()) {
      INDArray target = graph.getLayer(placement.layer()).getParam(placement.key());
      // Closed at once: all of them together would be another copy of the model, which the collector of Java's heap does not see.
      try (INDArray values = values(placement)) {
        target.assign(values.reshape(target.shape()));
      }
      parts.add(placement.weight().storedAt(placement.layer(), placement.key(), target.offset(), placement.layout()));
    }
    return new ExportedGraph(graph, parts);
  }

  private void write(SharedStep shared) {
    shared.places().forEach(this::infer);
    Step first = shared.places().get(0);
    if (shared.operation().weights().isEmpty()) {
      List<String> inputs = first.inputs().stream().map(vertices::get).toList();
      List<long[]> in = first.inputs().stream().map(shapes::get).toList();
      String name = name(first, first.output());
      done(first, new PlainLayers(canvas).write(shared.operation(), name, mayOverwrite(first.input()), inputs, in, shapes.get(first.output())));
      return;
    }
    String owner = shared.operation().weights().get(0).owner();
    List<String> inputs = shared.places().stream().map(Step::input).distinct().toList();
    if (inputs.size() == 1 && shared.places().size() == 1) {
      String name = name(first, owner);
      String vertex = new WeightedLayers(canvas).write(shared.operation(), name, vertices.get(first.input()), shapes.get(first.input()));
      done(first, vertex);
      return;
    }
    long[] shape = shapes.get(first.input());
    for (String input : inputs) {
      if (!Arrays.equals(shape, shapes.get(input))) {
        throw Refusal.of(first.output(), "its weights are used for maps of different sizes");
      }
    }
    String[] stacked = inputs.stream().map(vertices::get).toArray(String[]::new);
    String stack = canvas.vertex(canvas.unique(owner + ".stack"), new StackVertex(), stacked);
    String layer = new WeightedLayers(canvas).write(shared.operation(), canvas.unique(owner), stack, shape);
    for (Step place : shared.places()) {
      String name = name(place, place.output());
      done(place, canvas.vertex(name, new UnstackVertex(inputs.indexOf(place.input()), inputs.size()), layer));
    }
  }

  /** The vertex that a step ends in: the task's where it is a prediction. */
  private String name(Step step, String otherwise) {
    String task = taskOf.get(step.output());
    return task == null ? canvas.unique(otherwise) : task;
  }

  private void infer(Step step) {
    List<long[]> inputs = step.inputs().stream().map(shapes::get).toList();
    shapes.put(step.output(), MapShapes.of(step, inputs));
  }

  private void done(Step step, String vertex) {
    vertices.put(step.output(), vertex);
    makers.put(step.output(), step.operation());
    vertexReaders.merge(vertex, readers.getOrDefault(step.output(), 0), Integer::sum);
  }

  /** Whether nobody else sees the array: one reader, and not the caller's input or a view of another array. */
  private boolean mayOverwrite(String variable) {
    Operation maker = makers.get(variable);
    boolean view = maker instanceof Operation.Channels || maker instanceof Operation.Reshape || maker instanceof Operation.Shuffle;
    return maker != null && !view && vertexReaders.get(vertices.get(variable)) == 1;
  }

  /** The vertex of a task's prediction under the task's name; a copy where several tasks have one prediction. */
  private String output(String task, String variable) {
    String vertex = vertices.get(variable);
    return vertex.equals(task) ? vertex : canvas.vertex(task, new ScaleVertex(1), vertex);
  }

  /** The numbers in Deeplearning4j's order. */
  private INDArray values(Placement placement) {
    INDArray array = WeightNumbers.of(sd, placement.weight());
    if (placement.layout() != StoredPart.Layout.KERNEL) {
      return array;
    }
    INDArray kernel = array.permute(3, 2, 0, 1).dup('c');
    array.close();
    return kernel;
  }
}
