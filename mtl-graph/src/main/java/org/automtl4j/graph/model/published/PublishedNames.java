package org.automtl4j.graph.model.published;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.ParameterNames;
import org.automtl4j.graph.automtl.PolicyNode;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.network.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The names under which the published AutoMTL code stores a model: {@code headsDict.<task>.<name>}, then for every layer of the prototxt {@code
 * net.<i>.taskOp.<task>}, {@code .dsOp.<task>} (0: 1x1 convolution, 1: its BatchNorm), {@code .policy.<task>} and {@code .basicOp}. With one task there are
 * only the heads and {@code basicOp}.
 */
public final class PublishedNames {
  private static final long[] NUMBER = {};

  private final SuperModel model;
  private final List<PublishedEntry> entries = new ArrayList<>();

  private PublishedNames(SuperModel model) {
    this.model = model;
  }

  /**
   * @param model a supermodel
   * @return all entries of its published state dict, in the published order
   */
  public static List<PublishedEntry> of(SuperModel model) {
    PublishedNames names = new PublishedNames(model);
    for (Task task : model.tasks()) {
      String prefix = ParameterNames.head(task.name(), "");
      model.parameters().all().stream().map(Parameters.Parameter::name).filter(name -> name.startsWith(prefix))
          .forEach(name -> names.parameter("headsDict." + task.name() + "." + name.substring(prefix.length()), name));
    }
    model.backbone().nodes().forEach(names::layer);
    return List.copyOf(names.entries);
  }

  private void layer(Node node) {
    int i = node.index();
    String net = "net." + i + ".";
    if (node.layer() instanceof InnerProduct l) {
      parameter(net + "basicOp.weight", ParameterNames.layer(i, ParameterNames.WEIGHT));
      if (l.bias()) {
        parameter(net + "basicOp.bias", ParameterNames.layer(i, ParameterNames.BIAS));
      }
    } else if (node.layer() instanceof Convolution || node.layer() instanceof BatchNorm) {
      if (!model.isSingleTask()) {
        model.tasks().forEach(task -> operation(net + "taskOp." + task.name() + ".", node, Branch.SPECIFIC, task.name()));
        if (node.layer() instanceof Convolution c && (c.stride() != 1 || c.outputs() != model.backbone().inputChannelsOf(i))) {
          model.tasks().forEach(task -> projection(net + "dsOp." + task.name() + ".", node, c, task.name()));
        }
        model.tasks().forEach(task -> policy(net + "policy." + task.name(), i, task.name()));
      }
      operation(net + "basicOp.", node, Branch.SHARED, "");
    }
  }

  private void operation(String prefix, Node node, Branch branch, String task) {
    if (node.layer() instanceof Convolution c) {
      parameter(prefix + "weight", ParameterNames.layer(node.index(), branch, task, ParameterNames.WEIGHT));
      if (c.bias()) {
        parameter(prefix + "bias", ParameterNames.layer(node.index(), branch, task, ParameterNames.BIAS));
      }
    } else if (node.layer() instanceof BatchNorm b) {
      batchNorm(prefix, node.index(), branch, task, b.affine(), b.trackStatistics());
    }
  }

  private void batchNorm(String prefix, int layer, Branch branch, String task, boolean affine, boolean tracked) {
    if (affine) {
      parameter(prefix + "weight", ParameterNames.layer(layer, branch, task, ParameterNames.GAMMA));
      parameter(prefix + "bias", ParameterNames.layer(layer, branch, task, ParameterNames.BETA));
    }
    if (tracked) {
      parameter(prefix + "running_mean", ParameterNames.layer(layer, branch, task, ParameterNames.MEAN));
      parameter(prefix + "running_var", ParameterNames.layer(layer, branch, task, ParameterNames.VARIANCE));
      entries.add(new PublishedEntry(prefix + "num_batches_tracked", NUMBER, Optional.empty(), -1, 0));
    }
  }

  /** A 1x1 convolution and its BatchNorm, which the published code makes also where they do not fit. */
  private void projection(String prefix, Node node, Convolution c, String task) {
    int i = node.index();
    if (model.branches(i).contains(Branch.SKIP)) {
      parameter(prefix + "0.weight", ParameterNames.layer(i, Branch.SKIP, task, ParameterNames.WEIGHT));
      batchNorm(prefix + "1.", i, Branch.SKIP, task, true, true);
      return;
    }
    long[] channels = {c.outputs()};
    entries.add(new PublishedEntry(prefix + "0.weight", new long[] {c.outputs(), model.backbone().inputChannelsOf(i), 1, 1}, Optional.empty(), -1, 0));
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      entries.add(new PublishedEntry(prefix + "1." + part, channels, Optional.empty(), -1, part.equals("weight") || part.equals("running_var") ? 1 : 0));
    }
    entries.add(new PublishedEntry(prefix + "1.num_batches_tracked", NUMBER, Optional.empty(), -1, 0));
  }

  private void policy(String name, int layer, String task) {
    Optional<PolicyNode> node = model.policyNode(layer);
    long[] shape = {Branch.values().length};
    entries.add(new PublishedEntry(name, shape, node.map(n -> ParameterNames.policy(task)), node.map(PolicyNode::row).orElse(-1), 0));
  }

  private void parameter(String published, String ours) {
    INDArray array = model.parameters().get(ours);
    long[] s = array.shape();
    long[] shape = s.length == 4 ? new long[] {s[3], s[2], s[0], s[1]} : s.length == 2 ? new long[] {s[1], s[0]} : Arrays.copyOf(s, s.length);
    entries.add(new PublishedEntry(published, shape, Optional.of(ours), -1, 0));
  }
}
