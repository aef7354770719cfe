package org.automtl4j.graph.head;

import java.util.Map;
import org.automtl4j.core.task.Task;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Atrous spatial pyramid pooling as in DeepLab v2 (Chen et al., TPAMI 2018): four branches see the feature with 3x3 kernels of dilation 6, 12, 18 and 24,
 * each goes on through two 1x1 convolutions, and the four predictions are summed. ReLU and dropout follow all but the last convolution. The resolution stays
 * the backbone's.
 */
final class AsppHead implements TaskHead {
  static final String TYPE = "aspp";
  static final double DROPOUT = 0.5;
  private static final int[] DILATIONS = {6, 12, 18, 24};

  private final int width;
  private final double dropout;

  AsppHead(int width, double dropout) {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1, found " + width);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must be in [0, 1), found " + dropout);
    }
    this.width = width;
    this.dropout = dropout;
  }

  @Override
  public SDVariable build(HeadScope scope, SDVariable feature, Task task) {
    SDVariable sum = branch(scope, feature, task, 0);
    for (int i = 1; i < DILATIONS.length; i++) {
      sum = sum.add(branch(scope, feature, task, i)); // [N, outputs, h, w]
    }
    return sum;
  }

  private SDVariable branch(HeadScope scope, SDVariable feature, Task task, int i) {
    String name = "fc" + (i + 1) + ".conv";
    SDVariable x = scope.conv(name + 1, feature, scope.channels(), width, 3, DILATIONS[i]); // [N, width, h, w]
    x = scope.dropout(scope.relu(x), dropout);
    x = scope.conv(name + 2, x, width, width, 1, 1); // [N, width, h, w]
    x = scope.dropout(scope.relu(x), dropout);
    return scope.conv(name + 3, x, width, task.outputs(), 1, 1); // [N, outputs, h, w]
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Map<String, Object> settings() {
    return dropout == DROPOUT ? Map.of("width", width) : Map.of("width", width, "dropout", dropout);
  }
}
