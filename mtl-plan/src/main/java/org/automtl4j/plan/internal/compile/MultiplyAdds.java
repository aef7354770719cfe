package org.automtl4j.plan.internal.compile;

import java.util.List;
import java.util.Optional;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;

/**
 * Counts multiplications with an addition, from shapes alone: what the mathematics asks for, not what the form does in which an operation is computed. A tap
 * of a convolution counts where it sees the image, not where it sees padding.
 */
final class MultiplyAdds {
  /** The mode of padding in which the arguments say how much there is. */
  private static final int EXPLICIT = 0;

  private MultiplyAdds() {}

  /**
   * @param nodes operations
   * @param gradients which gradients are computed; none if only the forward pass runs
   * @return the count over all of them
   */
  static long of(List<Node> nodes, Optional<Gradients> gradients) {
    return nodes.stream().mapToLong(node -> forward(node) * passes(node, gradients)).sum();
  }

  /** The gradient of either factor takes as many as the product itself. */
  private static long passes(Node node, Optional<Gradients> gradients) {
    if (gradients.isEmpty() || node.outputs().stream().noneMatch(v -> gradients.get().of(v).isPresent())) {
      return 1;
    }
    return 1 + node.inputs().stream().limit(2).filter(gradients.get()::needs).count();
  }

  private static long forward(Node node) {
    return switch (node.op()) {
      case "conv2d" -> seen(node) * node.input(1).size(2) * node.input(1).size(3);
      case "depthwise_conv2d" -> seen(node) * node.output().size(1);
      case "matmul", "xw_plus_b" -> product(node.input(0), node.input(1), node.output());
      default -> 0;
    };
  }

  /** Pairs of an output's place and a tap, over all images, in which the tap sees the input; maps are [N, C, H, W]. */
  private static long seen(Node node) {
    Value x = node.input(0);
    Value y = node.output();
    Arguments a = node.arguments();
    boolean all = a.integer(8, EXPLICIT) != EXPLICIT || a.integer(9, 0) != 0;
    long rows = all ? y.size(2) * a.integer(0) : seen(x.size(2), y.size(2), a.integer(0), a.integer(2), a.integer(4), a.integer(6));
    long columns = all ? y.size(3) * a.integer(1) : seen(x.size(3), y.size(3), a.integer(1), a.integer(3), a.integer(5), a.integer(7));
    return x.size(0) * rows * columns;
  }

  private static long seen(long inputs, long outputs, int taps, int stride, int padding, int dilation) {
    long count = 0;
    for (long output = 0; output < outputs; output++) {
      for (int tap = 0; tap < taps; tap++) {
        long place = output * stride + (long) tap * dilation - padding;
        count += place >= 0 && place < inputs ? 1 : 0;
      }
    }
    return count;
  }

  /** [B, M, K] times [B, K, N] gives [B, M, N], whichever factor is transposed: the root of BMK times BKN times BMN is MKN times the root of B three times. */
  private static long product(Value left, Value right, Value result) {
    double batch = result.length() / (double) (result.size(-1) * result.size(-2));
    return Math.round(Math.sqrt((double) left.length() * right.length() * result.length() / batch));
  }
}
