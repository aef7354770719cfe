package org.automtl4j.plan.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.SharedViews;
import org.automtl4j.plan.internal.ir.Strides;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A 1x1 convolution as a product of matrices for each image, which needs no rearranging of images into the blocks that convolutions like.
 *
 * @param pass what is computed: outputs from weights and images, the images' gradients from weights and the outputs', or the weights' from images and the
 *     outputs'
 * @param views makes parts of arrays
 */
public record PointwiseKernel(Pass pass, SharedViews views) implements Kernel {
  private static final long FEW_CHANNELS = 96;

  public enum Pass {
    FORWARD,
    IMAGE_GRADIENT,
    WEIGHT_GRADIENT
  }

  @Override
  public String name() {
    return "pointwise " + pass.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** With few channels to read for each number a product takes little longer than a pass over the memory: up to 1 ns a number. */
  @Override
  public boolean isCheap(List<Value> inputs) {
    return pass == Pass.FORWARD && inputs.get(0).size(0) <= FEW_CHANNELS;
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray some = pass == Pass.WEIGHT_GRADIENT ? inputs[0] : outputs[0];
    List<Call> calls = new ArrayList<>();
    for (long image = 0; image < some.size(0); image++) {
      calls.add(switch (pass) {
        case FORWARD -> product(inputs[0], matrix(inputs[1], image), matrix(outputs[0], image), true, false, false);
        case IMAGE_GRADIENT -> product(inputs[0], matrix(inputs[1], image), matrix(outputs[0], image), false, false, false);
        case WEIGHT_GRADIENT -> product(matrix(inputs[0], image), matrix(inputs[1], image), outputs[0], false, true, image > 0);
      });
    }
    return Views.sequence(calls);
  }

  private static Call product(INDArray a, INDArray b, INDArray c, boolean transposeA, boolean transposeB, boolean accumulate) {
    Arguments arguments = Arguments.of(transposeA ? 1 : 0, transposeB ? 1 : 0, 0).reals(1, accumulate ? 1 : 0);
    return new CustomKernel("matmul", arguments, true).bind(new INDArray[] {a, b}, new INDArray[] {c});
  }

  /** One image of [N, C, H, W] as [C, H W]. */
  private INDArray matrix(INDArray images, long image) {
    long[] shape = {images.size(1), images.size(2) * images.size(3)};
    return views.of(images, image * shape[0] * shape[1], shape, Strides.of(shape));
  }
}
