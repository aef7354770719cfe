package org.automtl4j.examples;

import org.automtl4j.core.task.Task;
import org.automtl4j.graph.head.HeadScope;
import org.automtl4j.graph.head.TaskHead;
import org.nd4j.autodiff.samediff.SDVariable;

/** A head of your own: fewer channels, a dilated 3x3 convolution that looks around, and the prediction. */
public record ContextHead(int width) implements TaskHead {

  @Override
  public SDVariable build(HeadScope scope, SDVariable feature, Task task) {
    SDVariable squeezed = scope.relu(scope.conv("squeeze", feature, scope.channels(), width, 1, 1)); // [N, width, h, w]
    SDVariable context = scope.relu(scope.conv("context", squeezed, width, width, 3, 2)); // [N, width, h, w]
    return scope.conv("predict", scope.dropout(context, 0.1), width, task.outputs(), 1, 1); // [N, outputs, h, w]
  }
}
