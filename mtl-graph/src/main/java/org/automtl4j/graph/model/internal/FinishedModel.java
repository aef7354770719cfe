package org.automtl4j.graph.model.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.ModelInfo;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.model.internal.dl4j.ExportedGraph;
import org.automtl4j.graph.model.internal.dl4j.GraphExporter;
import org.automtl4j.graph.model.internal.zip.Manifest;
import org.automtl4j.graph.model.internal.zip.ModelFile;
import org.automtl4j.graph.model.internal.zip.StoredParameter;
import org.automtl4j.graph.network.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a finished model computes: a structure, its branches, and the numbers that these need.
 *
 * @param superModel the structure, over those numbers only
 * @param stage COMMON, TASK_SPECIFIC or HARD
 * @param architecture the branches, in stage HARD
 * @param height rows of the input that the Deeplearning4j graph is made for
 * @param width columns of it
 * @param fixedSize whether it takes no other input, so that kernels lack the taps that see nothing but padding there
 */
public record FinishedModel(SuperModel superModel, Stage stage, Optional<Architecture> architecture, int height, int width, boolean fixedSize)
    implements LayeredModel {

  /**
   * @param source a supermodel, whose numbers are copied
   * @param stage COMMON, TASK_SPECIFIC or HARD
   * @param architecture the branches of stage HARD; without one, the most probable branches
   * @param height rows of the input
   * @param width columns of it
   * @param fixedSize whether it is for this input only, without the taps of kernels that see nothing but padding
   * @return the model
   */
  public static FinishedModel of(SuperModel source, Stage stage, Optional<Architecture> architecture, int height, int width, boolean fixedSize) {
    boolean hard = stage == Stage.HARD && !source.isSingleTask();
    Optional<Architecture> branches = hard ? Optional.of(architecture.orElseGet(() -> Architecture.argmax(source))) : Optional.empty();
    TaskGraph graph = TaskGraphs.inference(source, stage, names(source), fixedSize, height, width, branches);
    Map<String, INDArray> numbers = new LinkedHashMap<>();
    graph.parameters().forEach(name -> {
      INDArray whole = source.parameters().get(name);
      INDArray read = graph.sameDiff().getVariable(name).getArr();
      numbers.put(name, read == whole ? whole.dup('c') : read); // a kernel that the graph cut down is a copy already
    });
    return new FinishedModel(source.over(numbers), stage, branches, height, width, fixedSize);
  }

  /**
   * Refuses a supermodel whose layers have no counterpart in Deeplearning4j. The branches of a layer are of one kind, so one of them tells.
   *
   * @param source a supermodel
   * @param height rows of the input
   * @param width columns of it
   * @throws InvalidInputException naming the layer
   */
  public static void checkExport(SuperModel source, int height, int width) {
    TaskGraph graph = TaskGraphs.inference(source, Stage.COMMON, names(source), height, width, Optional.empty());
    GraphExporter.shapes(graph.sameDiff(), graph.input(), new long[] {source.backbone().inputChannels(), height, width}, predictions(graph));
  }

  /**
   * @param contents what a file holds
   * @param where the file, for messages
   * @return the model
   * @throws InvalidInputException if the contents do not fit together
   */
  public static LayeredModel of(ModelFile.Contents contents, String where) {
    Manifest m = contents.manifest();
    try {
      checkOutputs(m);
      if (m.network().isPresent()) {
        FinishedNetwork network = FinishedNetwork.of(contents);
        network.check();
        return network;
      }
      SuperModel.Builder builder = SuperModel.builder(m.backbone()).batchNormPolicy(m.batchNormPolicy()).shareBottom(m.sharedBottom()).dataType(m.dataType())
          .seed(m.info().seed());
      m.tasks().forEach(task -> builder.task(task, m.heads().get(task.name())));
      FinishedModel model = new FinishedModel(builder.buildOver(contents.numbers()), m.stage(), m.architecture(), m.height(), m.width(), m.fixedSize());
      model.check();
      return model;
    } catch (InvalidInputException | IllegalArgumentException | ArithmeticException e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new InvalidInputException(message.startsWith(where) ? message : where + ": its parts do not fit together: " + message, e);
    }
  }

  /** A convolution has a number per output at least: a larger claim would only make a graph beyond all bounds. */
  private static void checkOutputs(Manifest m) {
    long numbers = m.parameters().stream().mapToLong(p -> p.shape().stream().reduce(1L, (a, b) -> a * b)).sum();
    for (Node node : m.backbone().nodes()) {
      if (m.backbone().channels(node.index()) > numbers + m.backbone().inputChannels()) {
        throw new IllegalArgumentException(m.backbone().describe(node.index()) + " has more outputs than the file has numbers");
      }
    }
  }

  @Override
  public String method() {
    return superModel.network().method();
  }

  @Override
  public List<Task> tasks() {
    return superModel.tasks();
  }

  @Override
  public Task task(String name) {
    return superModel.task(name);
  }

  @Override
  public TaskHead head(String task) {
    return superModel.head(task);
  }

  @Override
  public Backbone backbone() {
    return superModel.backbone();
  }

  @Override
  public Parameters parameters() {
    return superModel.parameters();
  }

  @Override
  public DataType dataType() {
    return superModel.dataType();
  }

  @Override
  public ModelSize size() {
    return ModelSize.of(superModel, stage, architecture, height, width);
  }

  @Override
  public InferenceGraph graph(PlanPool.Use use) {
    return InferenceGraph.of(TaskGraphs.inference(superModel, stage, use.tasks(), fixedSize, use.height(), use.width(), architecture));
  }

  @Override
  public Manifest manifest(ExportedGraph exported, Optional<Preprocessing> preprocessing, ModelInfo info) {
    Map<String, TaskHead> heads = new HashMap<>();
    superModel.tasks().forEach(task -> heads.put(task.name(), superModel.head(task.name())));
    List<StoredParameter> parameters = StoredParameter.of(exported.parts(), name -> superModel.parameters().get(name).shape());
    return new Manifest(superModel.backbone(), superModel.tasks(), heads, superModel.batchNormPolicy(), superModel.sharedBottom(), superModel.dataType(), stage, architecture,
        height, width, fixedSize, preprocessing, info, parameters, Optional.empty(), Optional.empty());
  }

  /** By task, in order, the variable of its prediction. */
  private static Map<String, String> predictions(TaskGraph graph) {
    Map<String, String> predictions = new LinkedHashMap<>();
    graph.tasks().forEach(task -> predictions.put(task, graph.predictions().get(task)));
    return predictions;
  }

  private static List<String> names(SuperModel model) {
    return model.tasks().stream().map(Task::name).toList();
  }
}
