package org.automtl4j.graph.automtl;

import static org.automtl4j.graph.automtl.ParameterNames.BETA;
import static org.automtl4j.graph.automtl.ParameterNames.GAMMA;
import static org.automtl4j.graph.automtl.ParameterNames.MEAN;
import static org.automtl4j.graph.automtl.ParameterNames.VARIANCE;
import static org.automtl4j.graph.automtl.ParameterNames.WEIGHT;

import org.automtl4j.graph.backbone.Convolution;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A projecting skip in evaluation as a kernel and a bias: the 1x1 kernel at the centre tap, times gamma / sqrt(variance + epsilon), and beta minus the mean
 * times that factor.
 *
 * @param kernel [k, k, C, outputs]
 * @param bias [outputs]
 */
record FoldedProjection(SDVariable kernel, SDVariable bias) {

  static FoldedProjection of(GraphScope scope, String task, int layer, Convolution c) {
    SDVariable scale = part(scope, task, layer, GAMMA).div(scope.sd.math().sqrt(part(scope, task, layer, VARIANCE).add(SkipPath.EPSILON))); // [outputs]
    SDVariable centre = scope.constant("centre." + c.kernel(), () -> centre(scope, c.kernel())); // [k, k, 1, 1]
    SDVariable kernel = part(scope, task, layer, WEIGHT).mul(scale).mul(centre); // [k, k, C, outputs]
    SDVariable bias = part(scope, task, layer, BETA).sub(part(scope, task, layer, MEAN).mul(scale)); // [outputs]
    return new FoldedProjection(kernel, bias);
  }

  private static SDVariable part(GraphScope scope, String task, int layer, String name) {
    return scope.parameter(ParameterNames.layer(layer, Branch.SKIP, task, name));
  }

  private static INDArray centre(GraphScope scope, int kernel) {
    INDArray centre = Nd4j.zeros(scope.model.dataType(), kernel, kernel, 1, 1);
    centre.putScalar(new int[] {kernel / 2, kernel / 2, 0, 0}, 1);
    return centre;
  }
}
