package org.automtl4j.graph.head;

import org.automtl4j.core.task.Task;
import org.nd4j.autodiff.samediff.SDVariable;

/** The mean over the map, then a linear layer. */
final class LinearHead implements TaskHead {
  static final String TYPE = "linear";

  @Override
  public SDVariable build(HeadScope scope, SDVariable feature, Task task) {
    SDVariable pooled = scope.sameDiff().mean(feature, false, 2, 3); // [N, C]
    return scope.linear("", pooled, scope.channels(), task.outputs()); // [N, outputs]
  }

  @Override
  public String type() {
    return TYPE;
  }
}
