package org.automtl4j.graph.automtl;

import static org.automtl4j.graph.automtl.ParameterNames.BETA;
import static org.automtl4j.graph.automtl.ParameterNames.BIAS;
import static org.automtl4j.graph.automtl.ParameterNames.GAMMA;
import static org.automtl4j.graph.automtl.ParameterNames.MEAN;
import static org.automtl4j.graph.automtl.ParameterNames.VARIANCE;
import static org.automtl4j.graph.automtl.ParameterNames.WEIGHT;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.ParameterStore.Role;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.PRelu;
import org.automtl4j.graph.head.HeadParameters;
import org.automtl4j.graph.initializer.Initializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes a supermodel's parameters with their first numbers. Each name has a random stream of its own, so a model's numbers do not depend on what else it has.
 */
final class ParameterFactory {
  private final SuperModel model;
  private final Predicate<String> wanted;
  private final ParameterStore store;

  private ParameterFactory(SuperModel model, Predicate<String> wanted) {
    this.model = model;
    this.wanted = wanted;
    this.store = new ParameterStore(model.dataType());
  }

  /** Those of the model's parameters whose names are wanted. */
  static ParameterStore create(SuperModel model, Predicate<String> wanted) {
    ParameterFactory factory = new ParameterFactory(model, wanted);
    model.backbone().nodes().forEach(factory::layer);
    int rows = model.policyNodes().size();
    for (Task task : model.tasks()) {
      if (rows > 0) {
        factory.add(ParameterNames.policy(task.name()), Role.POLICY, () -> Nd4j.zeros(model.dataType(), rows, Branch.values().length));
      }
    }
    for (Task task : model.tasks()) {
      heads(model, task).forEach((name, asked) -> factory.head(ParameterNames.head(task.name(), name), asked));
    }
    model.weights().into(model, factory.store);
    return factory.store;
  }

  /** Names of the running means and variances in the model's heads. */
  static Set<String> headStatistics(SuperModel model) {
    Set<String> names = new HashSet<>();
    for (Task task : model.tasks()) {
      heads(model, task).forEach((name, asked) -> {
        if (asked.statistic()) {
          names.add(ParameterNames.head(task.name(), name));
        }
      });
    }
    return names;
  }

  private static Map<String, HeadParameters.Wanted> heads(SuperModel model, Task task) {
    int channels = model.backbone().channels(model.backbone().output().index());
    return HeadParameters.of(model.head(task.name()), task, channels, model.initialization(), model.dataType());
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
      add(prefix + GAMMA, Role.WEIGHT, () -> Nd4j.ones(model.dataType(), channels));
      add(prefix + BETA, Role.WEIGHT, () -> Nd4j.zeros(model.dataType(), channels));
    }
    if (track) {
      add(prefix + MEAN, Role.STATISTIC, () -> Nd4j.zeros(model.dataType(), channels));
      add(prefix + VARIANCE, Role.STATISTIC, () -> Nd4j.ones(model.dataType(), channels));
    }
  }

  private void weight(String name, Initializer initializer, long... shape) {
    copy(name, name, initializer, shape);
  }

  private void head(String name, HeadParameters.Wanted asked) {
    add(name, asked.statistic() ? Role.STATISTIC : Role.WEIGHT,
        () -> asked.initializer().create(model.dataType(), RandomStream.of(model.seed(), "parameter " + name), asked.shape()));
  }

  /** A weight with the first numbers of another one, which are drawn here where that one is not there. */
  private void copy(String name, String drawnAs, Initializer initializer, long... shape) {
    add(name, Role.WEIGHT, () -> store.contains(drawnAs) ? store.get(drawnAs).dup('c')
        : initializer.create(model.dataType(), RandomStream.of(model.seed(), "parameter " + drawnAs), shape));
  }

  private void add(String name, Role role, Supplier<INDArray> numbers) {
    if (wanted.test(name)) {
      store.add(name, role, numbers.get());
    }
  }

  private static String prefix(int layer, Branch branch, String task) {
    return ParameterNames.layer(layer, branch, task, "");
  }
}
