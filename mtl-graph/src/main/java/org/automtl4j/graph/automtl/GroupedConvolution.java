package org.automtl4j.graph.automtl;

import java.util.Optional;
import org.automtl4j.core.ops.Convolutions.Window;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.network.layer.GroupedConvolutions;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** A convolution with a given kernel, whatever its groups, as every network has it. */
final class GroupedConvolution {
  private GroupedConvolution() {}

  /** x [N, C, H, W], kernel [kH, kW, C/groups, outputs], bias [outputs] to [N, outputs, H', W']. */
  static SDVariable build(SameDiff sd, String name, SDVariable x, SDVariable kernel, Optional<SDVariable> bias, Convolution c, Window window, int inputs) {
    return GroupedConvolutions.build(sd, name, x, kernel, bias, c, window, inputs);
  }
}
