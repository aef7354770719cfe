package org.automtl4j.graph.model.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.adamtl.PackedSwin;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.graph.network.View;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A finished model of any network: its inference graph for images of one size. Who reads it back needs the graph alone, and not the code of the method.
 *
 * @param method the method that the network belongs to
 * @param tasks the tasks in order
 * @param graph what computes the predictions
 * @param inputChannels channels of the images
 * @param height rows of the images
 * @param width columns of the images
 * @param dataType type of all numbers
 * @param size how large it is
 * @param structure what tells how to leave out what an image does not want, as files write it; empty where nothing can be left out
 */
public record GraphModel(String method, List<Task> tasks, InferenceGraph graph, int inputChannels, int height, int width, DataType dataType, ModelSize size,
    Optional<String> structure)
    implements ModelRuntime {
  private static final String HEAD = "head.";

  /** Keeps an unmodifiable copy. */
  public GraphModel {
    tasks = List.copyOf(tasks);
  }

  /**
   * @param network the structure
   * @param parameters its numbers, which are copied
   * @param view what of the network the model computes
   * @param height rows of the images
   * @param width columns of the images
   * @return the model
   * @throws InvalidInputException if the graph needs more than images
   */
  public static GraphModel of(Network network, Parameters parameters, View view, int height, int width) {
    GraphRequest request = new GraphRequest(view, network.tasks().stream().map(Task::name).toList(), GraphRequest.Mode.INFERENCE, height, width);
    Map<String, INDArray> copies = new LinkedHashMap<>();
    network.graph(parameters, request).parameters().forEach(name -> copies.put(name, parameters.get(name).dup('c')));
    Parameters own = Parameters.over(network, copies);
    NetworkGraph graph = network.graph(own, request);
    if (!graph.feeds().isEmpty()) {
      throw new InvalidInputException("a model of method " + network.method() + " cannot be finished: its inference graph reads " + graph.feeds().get(0).placeholder()
          + ", allowed: nothing but images");
    }
    return new GraphModel(network.method(), network.tasks(), InferenceGraph.of(graph), network.inputChannels(), height,
        width, network.dataType(), size(own, graph), AdaptiveCodec.write(network, view));
  }

  /**
   * @param own the numbers that a model keeps
   * @param graph what it computes
   * @return how large it is; weights of a backbone are those of no head
   */
  static ModelSize size(Parameters own, NetworkGraph graph) {
    long all = own.specs().stream().mapToLong(ParameterSpec::length).sum();
    long backbone = own.specs().stream().filter(p -> p.role() == Role.WEIGHT && !p.name().startsWith(HEAD)).mapToLong(ParameterSpec::length).sum();
    return new ModelSize(backbone, all, graph.multiplyAdds());
  }

  /**
   * @return inference that leaves out what an image does not want, over this model's numbers
   * @throws InvalidInputException if nothing can be left out
   */
  public PackedSwin packed() {
    return AdaptiveCodec.packed(this, structure.orElseThrow(() -> new InvalidInputException("found a model of method '" + method
        + "' that decides nothing for an image, allowed: one of method 'adamtl' with controllers")));
  }

  @Override
  public String headType(String task) {
    return "";
  }

  @Override
  public boolean fixedSize() {
    return true;
  }

  @Override
  public long numbers() {
    return size.parameters();
  }

  /** Plans take of the graph what the wanted tasks need. */
  @Override
  public InferenceGraph graph(PlanPool.Use use) {
    return graph;
  }

  @Override
  public PredictionMemory memory(long images, int height, int width) {
    return PredictionMemory.ofImages(inputChannels, images, height, width);
  }
}
