package org.automtl4j.graph.network.layer;

import java.util.Optional;
import org.automtl4j.core.ops.Convolutions.Window;
import org.automtl4j.core.ops.Convolutions;
import org.automtl4j.graph.backbone.Convolution;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Convolutions with a given kernel, whatever their groups: plain, depthwise, or slices of the channels side by side. */
public final class GroupedConvolutions {
  private GroupedConvolutions() {}

  /**
   * Adds the convolution to a graph.
   *
   * @param sd the graph
   * @param name the output's name
   * @param x [N, C, H, W]
   * @param kernel [kH, kW, C/groups, outputs]
   * @param bias [outputs], if there is one
   * @param c says groups and outputs
   * @param window how the kernel moves
   * @param inputs C
   * @return [N, outputs, H', W']
   */
  public static SDVariable build(SameDiff sd, String name, SDVariable x, SDVariable kernel, Optional<SDVariable> bias, Convolution c, Window window, int inputs) {
    if (c.groups() == 1) {
      return bias.isPresent() ? Convolutions.conv(sd, name, x, kernel, bias.get(), window) : Convolutions.conv(sd, name, x, kernel, window);
    }
    if (c.groups() == inputs) {
      SDVariable deep = sd.reshape(name + ".depthwise", kernel, window.kernelHeight(), window.kernelWidth(), inputs, c.outputs() / inputs); // [kH, kW, C, m]
      return bias.isPresent() ? Convolutions.depthwise(sd, name, x, deep, bias.get(), window) : Convolutions.depthwise(sd, name, x, deep, window);
    }
    int in = inputs / c.groups();
    int out = c.outputs() / c.groups();
    SDVariable[] parts = new SDVariable[c.groups()];
    for (int g = 0; g < parts.length; g++) {
      SDVariable channels = Ranges.along(sd, null, x, 1, g * in, in); // [N, C/groups, H, W]
      SDVariable taps = Ranges.along(sd, null, kernel, 3, g * out, out); // [kH, kW, C/groups, outputs/groups]
      parts[g] = Convolutions.conv(sd, name + ".group" + g, channels, taps, window); // [N, outputs/groups, H', W']
    }
    String joined = bias.isPresent() ? name + ".groups" : name;
    SDVariable y = sd.concat(joined, 1, parts); // [N, outputs, H', W']
    return bias.isPresent() ? y.add(name, sd.reshape(bias.get(), 1, c.outputs(), 1, 1)) : y;
  }
}
