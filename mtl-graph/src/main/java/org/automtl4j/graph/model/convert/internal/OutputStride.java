package org.automtl4j.graph.model.convert.internal;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Pooling;

/**
 * Turns later strides into dilation, with unchanged weights (Chen et al., DeepLab, section 3.1): where a stride would make maps coarser than the wanted output stride it becomes 1,
 * and everything behind it reaches as many times further. Each value that the network gave before it still gives, at every r-th pixel.
 */
final class OutputStride {
  private final int wanted;
  private final List<Node> nodes = new ArrayList<>();
  /** By node: pixels of the input per pixel of its map, now and without dilation. */
  private final List<int[]> strides = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private OutputStride(int wanted) {
    this.wanted = wanted;
  }

  /**
   * @param nodes a backbone's layers
   * @param wanted pixels of the input per pixel of the output: 8, 16 or 32
   * @return the layers with other strides, padding and dilation
   * @throws InvalidInputException if a layer cannot reach further; lists all of them
   */
  static List<Node> apply(List<Node> nodes, int wanted) {
    OutputStride change = new OutputStride(wanted);
    nodes.forEach(change::add);
    if (!change.problems.isEmpty()) {
      throw new InvalidInputException("an output stride of " + wanted + " is not possible: " + String.join("; ", change.problems));
    }
    return change.nodes;
  }

  private void add(Node node) {
    int[] in = stride(node.inputs().get(0));
    int rate = in[1] / in[0];
    Layer layer = node.layer();
    int own = layer instanceof Convolution c ? c.stride() : layer instanceof Pooling p && !p.global() ? p.stride() : 1;
    int kept = in[0] * own > wanted ? 1 : own;
    if (layer instanceof Convolution c) {
      layer = new Convolution(c.name(), c.outputs(), c.kernel(), kept, c.pad() * rate, c.dilation() * rate, c.groups(), c.bias());
    } else if (layer instanceof Pooling p && !p.global()) {
      if (rate > 1 && p.kernel() > 1) {
        problems.add("pooling '" + p.name() + "' would need dilation, which pooling has not");
      }
      layer = new Pooling(p.name(), p.mode(), p.kernel(), kept, p.pad(), p.ceil() && kept > 1, false, p.countIncludePad());
    } else if (layer instanceof Eltwise && stride(node.inputs().get(1))[0] != in[0]) {
      problems.add("'" + layer.name() + "' would join maps of different sizes");
    }
    nodes.add(new Node(node.index(), layer, node.top(), node.bottoms(), node.inputs()));
    strides.add(new int[] {in[0] * kept, in[1] * own});
  }

  private int[] stride(int node) {
    return node == Node.DATA ? new int[] {1, 1} : strides.get(node);
  }
}
