package org.automtl4j.graph.automtl;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.prototxt.Prototxt;

/** A network's structure as a text. Its words stay as they are, since files may hold it. */
final class BranchFingerprint {
  private BranchFingerprint() {}

  static String of(BranchNetwork network) {
    StringBuilder out = new StringBuilder("automtl 1\n");
    for (Task task : network.tasks()) {
      Map<String, Object> head = new TreeMap<>(network.head(task.name()).settings());
      out.append("task ").append(task.name()).append(' ').append(task.kind()).append(' ').append(task.outputs()).append(' ').append(network.head(task.name()).type())
          .append(' ').append(head).append('\n');
    }
    out.append("batchNormPolicy ").append(network.batchNormPolicy().name()).append(" sharedBottom ").append(network.sharedBottom()).append('\n');
    network.parameters().forEach(spec -> out.append(spec.name()).append(' ').append(Arrays.toString(spec.shape())).append('\n'));
    return out.append(Prototxt.write(network.backbone())).toString();
  }
}
