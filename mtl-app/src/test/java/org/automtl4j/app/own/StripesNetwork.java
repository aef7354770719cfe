package org.automtl4j.app.own;

import java.util.List;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.head.NetworkHeadScope;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.network.Features;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.LayerName;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.NetworkScope;
import org.automtl4j.graph.network.NetworkStructure;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.automtl4j.train.method.NetworkRequest;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/** Each task reads what all tasks share, multiplied by a stripe of its own. */
final class StripesNetwork implements Network {
  private static final int SIDE = 8;

  private final NetworkRequest request;
  private final int width;
  private final List<ParameterSpec> parameters;

  /** The only view there is. */
  record Whole() implements View {
    @Override
    public String id() {
      return "whole";
    }
  }

  StripesNetwork(NetworkRequest request, int width) {
    this.request = request;
    this.width = width;
    List<String> all = tasks().stream().map(Task::name).toList();
    this.parameters = structure().record(basis(), new GraphRequest(new Whole(), all, GraphRequest.Mode.TRAINING, SIDE, SIDE));
  }

  private NetworkStructure.Basis basis() {
    return new NetworkStructure.Basis(request.inputChannels(), request.dataType(), Initialization.HE);
  }

  /** Names, shapes, first numbers and graph, said once. */
  private NetworkStructure structure() {
    return this::build;
  }

  private void build(NetworkScope scope) {
    SDVariable shared = scope.relu("shared/relu", scope.convolution(new LayerName("shared/conv", "shared.conv"), scope.images(), new Convolution("conv", width, 3, 1, 1, 1, 1, true)));
    for (NetworkRequest.HeadedTask task : request.tasks()) {
      String name = task.task().name();
      if (scope.tasks().contains(name)) {
        SDVariable stripe = scope.convolution(new LayerName(name + "/stripe", "stripe." + name), shared, new Convolution("stripe", width, 1, 1, 0, 1, 1, true));
        SDVariable feature = scope.relu(name + "/feature", stripe);
        scope.place(name, "the stripe", feature);
        NetworkHeadScope.build(scope, task.head(), task.task(), new Features(List.of(new Features.FeatureMap(feature, scope.shape(shared)))));
      }
    }
  }

  @Override
  public String method() {
    return "stripes";
  }

  @Override
  public List<Task> tasks() {
    return request.tasks().stream().map(NetworkRequest.HeadedTask::task).toList();
  }

  @Override
  public int inputChannels() {
    return request.inputChannels();
  }

  @Override
  public DataType dataType() {
    return request.dataType();
  }

  @Override
  public List<ParameterSpec> parameters() {
    return parameters;
  }

  @Override
  public NetworkGraph graph(Parameters numbers, GraphRequest wanted) {
    return structure().graph(basis(), numbers, wanted);
  }

  @Override
  public String fingerprint() {
    return "stripes 1 " + parameters;
  }
}
