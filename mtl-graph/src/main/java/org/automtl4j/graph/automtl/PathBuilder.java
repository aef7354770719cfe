package org.automtl4j.graph.automtl;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Dropout;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.PRelu;
import org.automtl4j.graph.network.Features;
import org.automtl4j.graph.network.Features.FeatureMap;
import org.nd4j.autodiff.samediff.SDVariable;

/** Adds tasks' paths through the backbone, and their heads, to a graph. */
final class PathBuilder {
  private final GraphScope scope;
  private final Paths paths;
  private final ConvolutionBuilder convolutions;
  private final BatchNormBuilder batchNorms;
  private final PlainLayers plainLayers;
  private final BitSet wanted;

  /**
   * @param needed whether layers are left out that the backbone's output does not depend on
   */
  PathBuilder(GraphScope scope, Paths paths, boolean needed) {
    this.scope = scope;
    this.paths = paths;
    this.batchNorms = new BatchNormBuilder(scope);
    this.convolutions = new ConvolutionBuilder(scope, batchNorms);
    this.plainLayers = new PlainLayers(scope);
    List<Node> nodes = scope.model.backbone().nodes();
    this.wanted = new BitSet(nodes.size());
    wanted.set(needed ? nodes.size() - 1 : 0, nodes.size());
    for (int i = nodes.size() - 1; needed && i >= 0; i--) {
      if (wanted.get(i)) {
        nodes.get(i).inputs().stream().filter(input -> input != Node.DATA).forEach(wanted::set);
      }
    }
  }

  void add(Task task) {
    List<SDVariable> outputs = new ArrayList<>();
    for (Node node : scope.model.backbone().nodes()) {
      if (wanted.get(node.index())) {
        List<SDVariable> inputs = node.inputs().stream().map(input -> input == Node.DATA ? scope.input : outputs.get(input)).toList();
        outputs.add(layer(task.name(), node, inputs));
      } else {
        outputs.add(scope.input); // keeps the place; nobody reads it
      }
    }
    SDVariable feature = outputs.get(outputs.size() - 1); // [N, C, h, w]
    SDVariable prediction = scope.model.head(task.name()).build(new GraphHeadScope(scope, task.name(), features(outputs)), feature, task);
    if (!prediction.name().equals(feature.name())) {
      prediction.rename(task.name() + "/prediction");
    }
    scope.layers.put(task.name(), outputs.stream().map(SDVariable::name).toList());
    scope.features.put(task.name(), feature.name());
    scope.predictions.put(task.name(), prediction.name());
  }

  private Features features(List<SDVariable> outputs) {
    return new Features(FeatureNodes.of(scope.model.backbone()).stream().map(node -> new FeatureMap(outputs.get(node), scope.shape(node))).toList());
  }

  private SDVariable layer(String task, Node node, List<SDVariable> inputs) {
    Layer layer = node.layer();
    boolean branching = layer instanceof Convolution || layer instanceof BatchNorm;
    List<Branch> branches = branching ? paths.branches(task, node.index()) : List.of(Branch.SHARED);
    String owner = branches.equals(List.of(Branch.SHARED)) ? "" : task;
    String key = node.index() + "|" + inputs.stream().map(SDVariable::name).toList() + "|" + owner;
    return scope.once(key, () -> build(task, node, inputs, branches));
  }

  private SDVariable build(String task, Node node, List<SDVariable> inputs, List<Branch> branches) {
    SDVariable x = inputs.get(0);
    String name = scope.name(task, node);
    Layer layer = node.layer();
    if (layer instanceof Convolution c) {
      return convolutions.build(task, node, c, x, mixture(task, node, branches));
    } else if (layer instanceof BatchNorm b) {
      return batchNorms.build(task, node, b, x, mixture(task, node, branches));
    } else if (layer instanceof Dropout d) {
      return scope.dropout(name, x, d.ratio());
    } else if (layer instanceof InnerProduct l) {
      return plainLayers.innerProduct(name, node, l, x);
    } else if (layer instanceof PRelu) {
      return plainLayers.prelu(name, node, x);
    }
    return plainLayers.fixed(name, node, inputs);
  }

  private Mixture mixture(String task, Node node, List<Branch> branches) {
    Map<Branch, SDVariable> probabilities = new EnumMap<>(Branch.class);
    if (scope.stage == Stage.SOFT && branches.size() > 1) {
      PolicyNode policy = scope.model.policyNode(node.index()).orElseThrow();
      SDVariable samples = scope.once("policy|" + task, () -> samples(task)); // [P, 3]
      for (Branch branch : branches) {
        probabilities.put(branch, RelaxedPolicies.probability(scope.sd, samples, policy, branch, scope.name(task, node) + ".p." + branch.label()));
      }
    }
    return new Mixture(branches, probabilities);
  }

  private SDVariable samples(String task) {
    scope.noise(task);
    SDVariable logits = scope.parameter(ParameterNames.policy(task));
    return RelaxedPolicies.sample(scope.sd, scope.model, task, logits, TaskGraph.noiseName(task), TaskGraph.TEMPERATURE, task + "/policy");
  }
}
