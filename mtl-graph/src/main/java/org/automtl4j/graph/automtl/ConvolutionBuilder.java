package org.automtl4j.graph.automtl;

import static org.automtl4j.graph.automtl.ParameterNames.BIAS;
import static org.automtl4j.graph.automtl.ParameterNames.WEIGHT;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.ops.Convolutions.Window;
import org.automtl4j.core.ops.Convolutions;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A convolution on a task's path. conv(x; W, b) with W = sum p_b W_b and b = sum p_b b_b is the sum of the branches, so there is one convolution per layer,
 * whatever the stage. An identity skip is one more kernel, 1 at the centre tap of its own channel. A projecting skip is added as an operation of its own in
 * training, because its BatchNorm looks at the batch; in evaluation it folds into the kernel unless the convolution is grouped.
 */
final class ConvolutionBuilder {
  private final GraphScope scope;
  private final BatchNormBuilder batchNorms;

  ConvolutionBuilder(GraphScope scope, BatchNormBuilder batchNorms) {
    this.scope = scope;
    this.batchNorms = batchNorms;
  }

  SDVariable build(String task, Node node, Convolution c, SDVariable x, Mixture mixture) {
    String name = scope.name(task, node);
    int inputs = scope.model.backbone().inputChannelsOf(node.index());
    SkipPath skip = SkipPath.of(scope.model.backbone(), node.index());
    if (mixture.isSingle() && mixture.has(Branch.SKIP)) {
      return skip == SkipPath.IDENTITY ? x : projection(name, task, node, c, x, mixture);
    }
    Window window = scope.window(new Window(c.kernel(), c.stride(), c.pad(), c.dilation()), scope.shape(node.inputs().get(0)));
    List<Mixture.Term> kernels = new ArrayList<>();
    List<Mixture.Term> biases = new ArrayList<>();
    for (Branch branch : mixture.operations()) {
      kernels.add(new Mixture.Term(branch, scope.kernel(ParameterNames.layer(node.index(), branch, task, WEIGHT), window)));
      if (c.bias()) {
        biases.add(new Mixture.Term(branch, parameter(task, node, branch, BIAS)));
      }
    }
    boolean odd = c.kernel() % 2 == 1;
    Optional<SDVariable> beside = Optional.empty();
    if (mixture.has(Branch.SKIP) && skip == SkipPath.IDENTITY && odd) {
      kernels.add(new Mixture.Term(Branch.SKIP, identityKernel(c, inputs)));
    } else if (mixture.has(Branch.SKIP) && skip == SkipPath.IDENTITY) {
      beside = Optional.of(mixture.weighted(name + ".skip", Branch.SKIP, x)); // an even kernel has no centre
    } else if (mixture.has(Branch.SKIP) && odd && c.groups() == 1 && !scope.training) {
      FoldedProjection folded = FoldedProjection.of(scope, task, node.index(), c);
      kernels.add(new Mixture.Term(Branch.SKIP, folded.kernel()));
      biases.add(new Mixture.Term(Branch.SKIP, folded.bias()));
    } else if (mixture.has(Branch.SKIP)) {
      beside = Optional.of(projection(name + ".skip", task, node, c, x, mixture));
    }
    SDVariable kernel = mixture.sum(name + ".kernel", kernels); // [kH, kW, C/groups, outputs]
    Optional<SDVariable> bias = biases.isEmpty() ? Optional.empty() : Optional.of(mixture.sum(name + ".bias", biases)); // [outputs]
    String convolved = beside.isPresent() ? name + ".conv" : name;
    SDVariable y = GroupedConvolution.build(scope.sd, convolved, x, kernel, bias, c, window, inputs); // [N, outputs, H', W']
    Shape out = scope.shape(node.index());
    scope.count((long) out.channels() * out.height() * out.width() * (inputs / c.groups()) * window.kernelHeight() * window.kernelWidth());
    return beside.isPresent() ? y.add(name, beside.get()) : y;
  }

  private SDVariable projection(String name, String task, Node node, Convolution c, SDVariable x, Mixture mixture) {
    SDVariable weight = parameter(task, node, Branch.SKIP, WEIGHT); // [1, 1, C, outputs]
    SDVariable y = Convolutions.conv(scope.sd, name + ".projection", x, weight, new Window(1, c.stride(), 0, 1)); // [N, outputs, H', W']
    Shape out = scope.shape(node.index());
    scope.count((long) out.channels() * out.height() * out.width() * scope.model.backbone().inputChannelsOf(node.index()));
    return batchNorms.projection(name, task, node, y, mixture);
  }

  private SDVariable parameter(String task, Node node, Branch branch, String part) {
    return scope.parameter(ParameterNames.layer(node.index(), branch, task, part));
  }

  /** The kernel whose convolution changes nothing: 1 at the centre, where output o reads input o mod (C/groups) of its group. */
  private SDVariable identityKernel(Convolution c, int inputs) {
    int perGroup = inputs / c.groups();
    return scope.constant("identity." + c.kernel() + "x" + perGroup + "x" + c.outputs(), () -> {
      INDArray kernel = Nd4j.zeros(scope.model.dataType(), c.kernel(), c.kernel(), perGroup, c.outputs());
      INDArray centre = kernel.get(NDArrayIndex.point(c.kernel() / 2), NDArrayIndex.point(c.kernel() / 2)); // [C/groups, outputs], a view
      for (int output = 0; output < c.outputs(); output++) {
        centre.putScalar(output % perGroup, output, 1);
      }
      return kernel;
    });
  }
}
