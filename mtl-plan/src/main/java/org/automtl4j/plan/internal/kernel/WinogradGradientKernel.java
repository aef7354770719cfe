package org.automtl4j.plan.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.SharedViews;
import org.automtl4j.plan.internal.kernel.WinogradLayout.Group;
import org.automtl4j.plan.internal.kernel.WinogradLayout.Numbers;
import org.automtl4j.plan.internal.kernel.WinogradLayout.Pass;
import org.automtl4j.plan.internal.kernel.host.RowScratch;
import org.automtl4j.plan.internal.kernel.host.WinogradAxis.Part;
import org.automtl4j.plan.internal.kernel.host.WinogradMove;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of a Winograd convolution, which are made of the same products: the sums of taps with the results' gradient for the images, and the sums of
 * pixels with it for the weights. Reads the factors of the taps [sums, 9], weights [3, 3, C, O], images and the gradient of the result; gives the gradients
 * that are wanted, images before weights, and uses three arrays as scratch: sums of taps, what products have of the images or of their gradient, and what they
 * have of the result's gradient.
 *
 * @param layout the products
 * @param scratch arrays to work in
 * @param views makes parts of arrays
 * @param ofImages whether the gradient of the images is wanted
 * @param ofWeights whether the gradient of the weights is wanted
 */
public record WinogradGradientKernel(WinogradLayout layout, RowScratch scratch, SharedViews views, boolean ofImages, boolean ofWeights) implements Kernel {
  @Override
  public String name() {
    return "winograd gradient";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    int wanted = outputs.length - 3;
    Numbers ofTaps = new Numbers(inputs[0], inputs[1], outputs[wanted], outputs[wanted + 1], outputs[wanted + 2], views);
    Numbers gradients = new Numbers(inputs[0], outputs[wanted - 1], ofTaps.sums(), ofTaps.seen(), ofTaps.given(), views);
    List<Part> columns = layout.columns().parts();
    List<Call> calls = new ArrayList<>();
    for (Group group : layout.groups()) {
      calls.add(WinogradMove.gather(scratch, inputs[3], group.parts(), columns, Part::given, ofTaps.given()));
      if (ofImages) {
        calls.addAll(layout.multiply(Pass.IMAGE_GRADIENT, group, ofTaps));
        calls.add(WinogradMove.scatter(scratch, ofTaps.seen(), group.parts(), columns, Part::seen, outputs[0], group.first() > 0));
      }
      if (ofWeights) {
        calls.add(WinogradMove.gather(scratch, inputs[2], group.parts(), columns, Part::seen, gradients.seen()));
        calls.addAll(layout.gradient(group, gradients));
      }
    }
    return Views.sequence(calls);
  }
}
