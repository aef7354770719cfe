package org.automtl4j.graph.model.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.ModelInfo;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.model.internal.dl4j.ExportedGraph;
import org.automtl4j.graph.model.internal.zip.Manifest;
import org.automtl4j.graph.model.internal.zip.ModelFile;
import org.automtl4j.graph.model.internal.zip.StoredParameter;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A finished model that is one view of a network: a structure, what of it is computed, and the numbers that this needs.
 *
 * @param network the structure
 * @param parameters those numbers only
 * @param view what is computed
 * @param height rows of the input that the Deeplearning4j graph is made for
 * @param width columns of it
 */
public record FinishedNetwork(FusionNetwork network, Parameters parameters, FusionView view, int height, int width) implements LayeredModel {

  /**
   * @param fusion the structure
   * @param source its numbers, of which those that are needed are copied
   * @param computed what is computed
   * @param height rows of the input
   * @param width columns of it
   * @return the model
   * @throws InvalidInputException if there are no finished models of this view
   */
  public static FinishedNetwork of(FusionNetwork fusion, Parameters source, FusionView computed, int height, int width) {
    FusionCodec.write(fusion, computed); // what a file could not say is refused now
    NetworkGraph graph = fusion.graph(source, request(fusion, computed, new PlanPool.Use(fusion.space().tasks(), height, width)));
    Map<String, INDArray> numbers = new LinkedHashMap<>();
    graph.parameters().forEach(name -> numbers.put(name, source.get(name).dup('c')));
    return new FinishedNetwork(fusion, Parameters.over(fusion, numbers), computed, height, width);
  }

  /** What a file holds. */
  static FinishedNetwork of(ModelFile.Contents contents) {
    Manifest m = contents.manifest();
    if (!m.network().orElseThrow().method().equals(FusionCodec.METHOD)) {
      throw new InvalidInputException("network.method: found '" + m.network().orElseThrow().method() + "', allowed: " + FusionCodec.METHOD + "; a newer release may know it");
    }
    JsonNode settings = FusionCodec.tree(m.network().orElseThrow().settings());
    FusionNetwork network = FusionCodec.network(m, settings);
    return new FinishedNetwork(network, Parameters.over(network, contents.numbers()), FusionCodec.view(network, settings), m.height(), m.width());
  }

  private static GraphRequest request(FusionNetwork network, FusionView view, PlanPool.Use use) {
    return new GraphRequest(view, use.tasks(), GraphRequest.Mode.INFERENCE, use.height(), use.width());
  }

  @Override
  public String method() {
    return network.method();
  }

  @Override
  public List<Task> tasks() {
    return network.tasks();
  }

  @Override
  public TaskHead head(String task) {
    return network.head(task);
  }

  @Override
  public Backbone backbone() {
    return network.backbone();
  }

  @Override
  public boolean fixedSize() {
    return false;
  }

  @Override
  public ModelSize size() {
    return GraphModel.size(parameters, network.graph(parameters, request(network, view, new PlanPool.Use(network.space().tasks(), height, width))));
  }

  @Override
  public InferenceGraph graph(PlanPool.Use use) {
    return InferenceGraph.of(network.graph(parameters, request(network, view, use)));
  }

  @Override
  public Manifest manifest(ExportedGraph exported, Optional<Preprocessing> preprocessing, ModelInfo info) {
    Map<String, TaskHead> heads = new HashMap<>();
    tasks().forEach(task -> heads.put(task.name(), head(task.name())));
    List<StoredParameter> stored = StoredParameter.of(exported.parts(), name -> parameters.get(name).shape());
    return new Manifest(backbone(), tasks(), heads, BatchNormPolicy.TASK_SPECIFIC, 0, dataType(), Stage.COMMON, Optional.empty(), height, width, false, preprocessing, info, stored,
        Optional.empty(), Optional.of(FusionCodec.write(network, view)));
  }
}
