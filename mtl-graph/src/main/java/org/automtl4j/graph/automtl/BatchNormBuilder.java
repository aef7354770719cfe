package org.automtl4j.graph.automtl;

import static org.automtl4j.graph.automtl.ParameterNames.BETA;
import static org.automtl4j.graph.automtl.ParameterNames.GAMMA;
import static org.automtl4j.graph.automtl.ParameterNames.MEAN;
import static org.automtl4j.graph.automtl.ParameterNames.VARIANCE;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.network.StatisticsUpdate;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A BatchNorm on a task's path. In training the branches have the batch's statistics in common, so their sum is one BatchNorm with gamma = sum p_b gamma_b and
 * beta = sum p_b beta_b; in evaluation each has its own and the sum is an affine map per channel, scale = sum p_b gamma_b / sqrt(v_b + eps) and
 * shift = sum p_b (beta_b - m_b gamma_b / sqrt(v_b + eps)). The identity adds p x.
 */
final class BatchNormBuilder {
  private final GraphScope scope;

  BatchNormBuilder(GraphScope scope) {
    this.scope = scope;
  }

  SDVariable build(String task, Node node, BatchNorm b, SDVariable x, Mixture mixture) {
    String name = scope.name(task, node);
    if (mixture.operations().isEmpty()) {
      return x;
    }
    if (scope.training || !b.trackStatistics()) {
      boolean skip = mixture.has(Branch.SKIP);
      SDVariable gamma = mixture.sum(name + ".gamma", terms(task, node, b, mixture, GAMMA)); // [C]
      SDVariable beta = mixture.sum(name + ".beta", terms(task, node, b, mixture, BETA)); // [C]
      SDVariable[] moments = moments(name, node, x);
      if (scope.training && b.trackStatistics()) {
        mixture.operations().forEach(branch -> update(task, node, branch, moments, b.momentum(), x));
      }
      SDVariable y = normalise(skip ? name + ".norm" : name, x, moments[0], moments[1], gamma, beta, b.epsilon()); // [N, C, H, W]
      return skip ? y.add(name, mixture.weighted(name + ".skip", Branch.SKIP, x)) : y;
    }
    if (mixture.isSingle()) {
      Branch branch = mixture.branches().get(0);
      return normalise(name, x, part(task, node, branch, MEAN), part(task, node, branch, VARIANCE), affine(task, node, b, branch, GAMMA),
          affine(task, node, b, branch, BETA), b.epsilon());
    }
    return affineSum(name, task, node, b, x, mixture);
  }

  private SDVariable affineSum(String name, String task, Node node, BatchNorm b, SDVariable x, Mixture mixture) {
    List<Mixture.Term> scales = new ArrayList<>();
    List<Mixture.Term> shifts = new ArrayList<>();
    for (Branch branch : mixture.operations()) {
      SDVariable deviation = scope.sd.math().sqrt(part(task, node, branch, VARIANCE).add(b.epsilon())); // [C]
      SDVariable scale = affine(task, node, b, branch, GAMMA).div(deviation); // [C]
      scales.add(new Mixture.Term(branch, scale));
      shifts.add(new Mixture.Term(branch, affine(task, node, b, branch, BETA).sub(part(task, node, branch, MEAN).mul(scale)))); // [C]
    }
    int channels = channels(node);
    if (mixture.has(Branch.SKIP)) {
      scales.add(new Mixture.Term(Branch.SKIP, scope.filled(channels, 1)));
    }
    SDVariable scale = mixture.sum(name + ".scale", scales); // [C]
    SDVariable shift = mixture.sum(name + ".shift", shifts); // [C]
    return normalise(name, x, scope.filled(channels, 0), scope.filled(channels, 1), scale, shift, 0); // [N, C, H, W]
  }

  /** The BatchNorm of a projecting skip, times what the skip counts. */
  SDVariable projection(String name, String task, Node node, SDVariable x, Mixture mixture) {
    SDVariable gamma = mixture.weighted(name + ".gamma", Branch.SKIP, part(task, node, Branch.SKIP, GAMMA)); // [C]
    SDVariable beta = mixture.weighted(name + ".beta", Branch.SKIP, part(task, node, Branch.SKIP, BETA)); // [C]
    if (!scope.training) {
      return normalise(name, x, part(task, node, Branch.SKIP, MEAN), part(task, node, Branch.SKIP, VARIANCE), gamma, beta, SkipPath.EPSILON);
    }
    SDVariable[] moments = moments(name, node, x);
    update(task, node, Branch.SKIP, moments, SkipPath.MOMENTUM, x);
    return normalise(name, x, moments[0], moments[1], gamma, beta, SkipPath.EPSILON);
  }

  private SDVariable[] moments(String name, Node node, SDVariable x) {
    scope.batchStatisticsAt(node);
    return scope.sd.math().moments(new String[] {name + ".mean", name + ".variance"}, x, new int[] {0, 2, 3}, false); // [C], [C]
  }

  private SDVariable normalise(String name, SDVariable x, SDVariable mean, SDVariable variance, SDVariable gamma, SDVariable beta, double epsilon) {
    return scope.sd.nn().batchNorm(name, x, mean, variance, gamma, beta, epsilon, 1); // [N, C, H, W]
  }

  private void update(String task, Node node, Branch branch, SDVariable[] moments, double momentum, SDVariable x) {
    String mean = ParameterNames.layer(node.index(), branch, task, MEAN);
    String variance = ParameterNames.layer(node.index(), branch, task, VARIANCE);
    scope.update(new StatisticsUpdate(moments[0].name(), moments[1].name(), mean, variance, momentum, x.name(), scope.positions(node)));
  }

  private List<Mixture.Term> terms(String task, Node node, BatchNorm b, Mixture mixture, String part) {
    return mixture.operations().stream().map(branch -> new Mixture.Term(branch, affine(task, node, b, branch, part))).toList();
  }

  private SDVariable affine(String task, Node node, BatchNorm b, Branch branch, String part) {
    return b.affine() ? part(task, node, branch, part) : scope.filled(channels(node), part.equals(GAMMA) ? 1 : 0);
  }

  private SDVariable part(String task, Node node, Branch branch, String part) {
    return scope.parameter(ParameterNames.layer(node.index(), branch, task, part));
  }

  private int channels(Node node) {
    return scope.model.backbone().inputChannelsOf(node.index());
  }
}
