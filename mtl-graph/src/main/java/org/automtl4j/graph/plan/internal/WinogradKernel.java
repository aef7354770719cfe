package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.graph.plan.internal.WinogradLayout.Group;
import org.automtl4j.graph.plan.internal.WinogradLayout.Pass;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution as products of sums of the kernel's taps with sums of pixels. Reads the factors of the taps [parts, 9], weights [3, 3, C, O] and images, gives
 * images, and uses three arrays as scratch: sums of taps, sums of pixels, and products.
 *
 * @param layout the products
 * @param scratch arrays to work in
 */
record WinogradKernel(WinogradLayout layout, RowScratch scratch) implements Kernel {
  @Override
  public String name() {
    return "winograd";
  }

  @Override
  public Call bind(INDArray[] inputs, INDArray[] outputs) {
    INDArray sums = outputs[1];
    INDArray seen = outputs[2];
    INDArray given = outputs[3];
    List<Call> calls = new ArrayList<>();
    for (Group group : layout.groups()) {
      calls.add(WinogradMove.gather(scratch, inputs[2], group.parts(), layout.columns().parts(), WinogradAxis.Part::seen, seen));
      for (Group round : layout.rounds(group)) {
        calls.add(layout.sum(round, inputs[0], inputs[1], sums));
        calls.add(layout.multiply(Pass.FORWARD, group, round, sums, seen, given));
      }
      calls.add(WinogradMove.scatter(scratch, given, group.parts(), layout.columns().parts(), WinogradAxis.Part::given, outputs[0], group.first() > 0));
    }
    return Views.sequence(calls);
  }
}
