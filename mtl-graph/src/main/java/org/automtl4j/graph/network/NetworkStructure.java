package org.automtl4j.graph.network;

import java.util.List;
import org.automtl4j.graph.initializer.Initialization;
import org.nd4j.linalg.api.buffer.DataType;

/** A whole network as one function. Run on a recording scope it says its parameters, run on a building scope it makes a graph. */
@FunctionalInterface
public interface NetworkStructure {

  /**
   * Adds what {@link NetworkScope#request} wants to the scope's graph. Must ask for the same parameters every time and keep nothing between the calls.
   *
   * @param scope gives parameters and blocks
   */
  void build(NetworkScope scope);

  /**
   * What a network is made of, whatever its structure.
   *
   * @param inputChannels channels of the images
   * @param dataType type of all numbers
   * @param initialization how convolutions and linear layers start
   */
  record Basis(int inputChannels, DataType dataType, Initialization initialization) {}

  /**
   * Runs the structure on a scope that records.
   *
   * @param basis what the network is made of
   * @param widest a request that reaches all parameters, of any size that fits
   * @return the parameters, in the order in which they are asked for
   */
  default List<ParameterSpec> record(Basis basis, GraphRequest widest) {
    Recording recording = new Recording(basis.dataType());
    build(new GraphBuilder(basis.dataType(), basis.initialization(), basis.inputChannels(), widest, recording));
    return List.copyOf(recording.specs());
  }

  /**
   * Runs the structure on a scope that builds.
   *
   * @param basis what the network is made of
   * @param parameters numbers for what the graph reads, perhaps more
   * @param request which graph
   * @return the graph
   */
  default NetworkGraph graph(Basis basis, Parameters parameters, GraphRequest request) {
    GraphBuilder builder = new GraphBuilder(basis.dataType(), basis.initialization(), basis.inputChannels(), request, new Binding(parameters));
    build(builder);
    return builder.finish();
  }
}
