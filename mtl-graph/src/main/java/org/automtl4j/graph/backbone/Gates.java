package org.automtl4j.graph.backbone;

import java.util.BitSet;
import java.util.List;

/** Finds the layers that only compute one pixel which gates or shifts wider maps. */
final class Gates {
  private Gates() {}

  static BitSet of(List<Node> nodes) {
    BitSet single = new BitSet();
    for (Node node : nodes) {
      single.set(node.index(), isSingle(node, single));
    }
    BitSet gates = (BitSet) single.clone();
    gates.clear(nodes.size() - 1);
    BitSet read = new BitSet();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node reader = nodes.get(i);
      boolean joins = reader.layer() instanceof Eltwise && !single.get(i);
      for (int input : reader.inputs()) {
        if (input != Node.DATA) {
          read.set(input);
          gates.set(input, gates.get(input) && (joins || gates.get(i)));
        }
      }
    }
    gates.and(read);
    return gates;
  }

  private static boolean isSingle(Node node, BitSet single) {
    boolean inputs = node.inputs().stream().allMatch(input -> input != Node.DATA && single.get(input));
    Layer layer = node.layer();
    if (layer instanceof Pooling p && p.global()) {
      return true;
    }
    return inputs && !(layer instanceof Padding) && !(layer instanceof Pooling) && !(layer instanceof Convolution c && (c.kernel() > 1 || c.pad() > 0));
  }
}
