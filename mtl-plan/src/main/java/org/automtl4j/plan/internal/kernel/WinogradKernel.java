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
 * A convolution as products of sums of the kernel's taps with sums of pixels. Reads the factors of the taps [sums, 9], weights [3, 3, C, O] and images, gives
 * images, and uses three arrays as scratch: sums of taps, sums of pixels, and products.
 *
 * @param layout the products
 * @param scratch arrays to work in
 * @param views makes parts of arrays
 */
public record WinogradKernel(WinogradLayout layout, RowScratch scratch, SharedViews views) implements Kernel {
  @Override
  public String name() {
    return "winograd";
  }

  @Override
  public String work() {
    return name() + " " + layout.groups().size() + " " + layout.columns().parts().size();
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    Numbers numbers = new Numbers(inputs[0], inputs[1], outputs[1], outputs[2], outputs[3], views);
    List<Part> columns = layout.columns().parts();
    List<Call> calls = new ArrayList<>();
    for (Group group : layout.groups()) {
      calls.add(WinogradMove.gather(scratch, inputs[2], group.parts(), columns, Part::seen, numbers.seen()));
      calls.addAll(layout.multiply(Pass.FORWARD, group, numbers));
      calls.add(WinogradMove.scatter(scratch, numbers.given(), group.parts(), columns, Part::given, outputs[0], group.first() > 0));
    }
    return Views.sequence(calls);
  }
}
