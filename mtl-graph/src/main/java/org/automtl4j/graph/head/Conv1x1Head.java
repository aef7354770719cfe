package org.automtl4j.graph.head;

import java.util.Map;
import org.automtl4j.core.task.Task;
import org.nd4j.autodiff.samediff.SDVariable;

/** One 1x1 convolution, or two with a ReLU between them. */
final class Conv1x1Head implements TaskHead {
  static final String TYPE = "conv1x1";

  private final int width;

  /**
   * @param width hidden channels, 0 for a single convolution
   */
  Conv1x1Head(int width) {
    this.width = width;
  }

  @Override
  public SDVariable build(HeadScope scope, SDVariable feature, Task task) {
    if (width == 0) {
      return scope.conv("", feature, scope.channels(), task.outputs(), 1, 1); // [N, outputs, h, w]
    }
    SDVariable hidden = scope.relu(scope.conv("conv1", feature, scope.channels(), width, 1, 1)); // [N, width, h, w]
    return scope.conv("conv2", hidden, width, task.outputs(), 1, 1); // [N, outputs, h, w]
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Map<String, Object> settings() {
    return width == 0 ? Map.of() : Map.of("width", width);
  }
}
