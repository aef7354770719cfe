package org.automtl4j.plan.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Strides;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a convolution's weights without that of its images, which ND4J's own operation always computes too: image by image, a product of what each
 * place of the result sees with the result's gradient. Reads images and the gradient of the result, gives the weights' gradient [kH, kW, C, O], and uses two
 * arrays as scratch: what an image's places see [1, C, kH, kW, h, w], and the gradient as [C, kH, kW, O].
 *
 * @param arguments the arguments of ND4J's operation im2col
 */
public record ColumnsGradientKernel(Arguments arguments) implements Kernel {
  @Override
  public String name() {
    return "columns weight gradient";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray weights = outputs[0];
    INDArray columns = outputs[1];
    INDArray turned = outputs[2];
    List<Call> calls = new ArrayList<>();
    for (long image = 0; image < inputs[0].size(0); image++) {
      calls.add(new CustomKernel("im2col", arguments, true).bind(new INDArray[] {image(inputs[0], image)}, new INDArray[] {columns}));
      INDArray seen = Views.strided(columns, 0, new long[] {turned.size(0) * turned.size(1) * turned.size(2), columns.size(4) * columns.size(5)},
          new long[] {columns.size(4) * columns.size(5), 1});
      long[] shape = {inputs[1].size(1), columns.size(4) * columns.size(5)};
      INDArray gradient = Views.strided(inputs[1], image * shape[0] * shape[1], shape, Strides.of(shape));
      calls.add(TapsKernel.product(seen, gradient, turned.reshape('c', seen.size(0), shape[0]), false, true, image > 0));
    }
    calls.add(Views.copy(turned.permute(1, 2, 0, 3), weights));
    return Views.sequence(calls);
  }

  private static INDArray image(INDArray images, long image) {
    long[] shape = {1, images.size(1), images.size(2), images.size(3)};
    return Views.strided(images, image * shape[1] * shape[2] * shape[3], shape, Strides.of(shape));
  }
}
