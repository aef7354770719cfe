package org.automtl4j.graph.automtl;

import static org.automtl4j.graph.automtl.ParameterNames.BETA;
import static org.automtl4j.graph.automtl.ParameterNames.BIAS;
import static org.automtl4j.graph.automtl.ParameterNames.GAMMA;
import static org.automtl4j.graph.automtl.ParameterNames.MEAN;
import static org.automtl4j.graph.automtl.ParameterNames.VARIANCE;
import static org.automtl4j.graph.automtl.ParameterNames.WEIGHT;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.PRelu;
import org.automtl4j.graph.head.HeadParameters;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Role;

/**
 * The parameters of a network of branches, with what their first numbers are drawn from. Each name has a random stream of its own, so a model's numbers do not
 * depend on what else it has.
 */
final class BranchSpecs {
  private final BranchNetwork model;
  private final List<ParameterSpec> specs = new ArrayList<>();

  private BranchSpecs(BranchNetwork model) {
    this.model = model;
  }

  /** The network's parameters: layers in file order, then policies, then heads. */
  static List<ParameterSpec> of(BranchNetwork model) {
    BranchSpecs factory = new BranchSpecs(model);
    model.backbone().nodes().forEach(factory::layer);
    int rows = model.policyNodes().size();
    for (Task task : model.tasks()) {
      if (rows > 0) {
        factory.add(ParameterNames.policy(task.name()), Role.CHOICE, Initializer.constant(0), rows, Branch.values().length);
      }
    }
    for (Task task : model.tasks()) {
      heads(model, task).forEach((name, asked) ->
          factory.add(ParameterNames.head(task.name(), name), asked.statistic() ? Role.STATISTIC : Role.WEIGHT, asked.initializer(), asked.shape()));
    }
    return List.copyOf(factory.specs);
  }

  private static Map<String, HeadParameters.Wanted> heads(BranchNetwork model, Task task) {
    return HeadParameters.of(model.head(task.name()), task, FeatureNodes.channels(model.backbone()), model.initialization(), model.dataType());
  }

  private void layer(Node node) {
    if (node.layer() instanceof Convolution c) {
      convolution(node.index(), c);
    } else if (node.layer() instanceof BatchNorm b) {
      branches(node.index(), prefix -> batchNorm(prefix, model.backbone().inputChannelsOf(node.index()), b.affine(), b.trackStatistics()));
    } else if (node.layer() instanceof InnerProduct l) {
      int inputs = model.backbone().inputChannelsOf(node.index());
      weight(ParameterNames.layer(node.index(), WEIGHT), model.initialization().weight(inputs, l.outputs()), inputs, l.outputs());
      if (l.bias()) {
        weight(ParameterNames.layer(node.index(), BIAS), model.initialization().bias(inputs), l.outputs());
      }
    } else if (node.layer() instanceof PRelu) {
      weight(ParameterNames.layer(node.index(), PRelu.SLOPE), Initializer.constant(PRelu.FIRST_SLOPE), model.backbone().channels(node.index()));
    }
  }

  private void convolution(int layer, Convolution c) {
    int inputs = model.backbone().inputChannelsOf(layer);
    long taps = (long) c.kernel() * c.kernel();
    long fanIn = taps * inputs / c.groups();
    Initializer weights = model.initialization().weight(fanIn, taps * c.outputs() / c.groups());
    Initializer biases = model.initialization().bias(fanIn);
    String shared = prefix(layer, Branch.SHARED, "");
    // Every branch starts from the shared one's numbers, whether or not that one is there.
    branches(layer, prefix -> {
      copy(prefix + WEIGHT, shared + WEIGHT, weights, c.kernel(), c.kernel(), inputs / c.groups(), c.outputs());
      if (c.bias()) {
        copy(prefix + BIAS, shared + BIAS, biases, c.outputs());
      }
    });
    if (model.isSingleTask()) {
      return;
    }
    if (SkipPath.of(model.backbone(), layer) == SkipPath.PROJECTION) {
      for (Task task : model.tasks()) {
        String skip = prefix(layer, Branch.SKIP, task.name());
        weight(skip + WEIGHT, model.initialization().weight(inputs, c.outputs()), 1, 1, inputs, c.outputs());
        batchNorm(skip, c.outputs(), true, true);
      }
    }
  }

  private void branches(int layer, Consumer<String> make) {
    make.accept(prefix(layer, Branch.SHARED, ""));
    if (!model.isSingleTask()) {
      model.tasks().forEach(task -> make.accept(prefix(layer, Branch.SPECIFIC, task.name())));
    }
  }

  private void batchNorm(String prefix, int channels, boolean affine, boolean track) {
    if (affine) {
      add(prefix + GAMMA, Role.WEIGHT, Initializer.constant(1), channels);
      add(prefix + BETA, Role.WEIGHT, Initializer.constant(0), channels);
    }
    if (track) {
      add(prefix + MEAN, Role.STATISTIC, Initializer.constant(0), channels);
      add(prefix + VARIANCE, Role.STATISTIC, Initializer.constant(1), channels);
    }
  }

  private void weight(String name, Initializer initializer, long... shape) {
    copy(name, name, initializer, shape);
  }

  /** A weight with the first numbers of another one. */
  private void copy(String name, String drawnAs, Initializer initializer, long... shape) {
    specs.add(new ParameterSpec(name, Role.WEIGHT, initializer, drawnAs, shape));
  }

  private void add(String name, Role role, Initializer initializer, long... shape) {
    specs.add(new ParameterSpec(name, role, initializer, name, shape));
  }

  private static String prefix(int layer, Branch branch, String task) {
    return ParameterNames.layer(layer, branch, task, "");
  }
}
