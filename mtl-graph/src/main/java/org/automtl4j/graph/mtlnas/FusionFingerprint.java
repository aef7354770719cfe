package org.automtl4j.graph.mtlnas;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.prototxt.Prototxt;

/** A network's structure as a text. Old checkpoints hold it, so its words stay as they are. */
final class FusionFingerprint {
  private FusionFingerprint() {}

  static String of(FusionNetwork network) {
    StringBuilder out = new StringBuilder("mtl-nas 1\n");
    FusionSettings settings = network.settings();
    for (Task task : network.tasks()) {
      Map<String, Object> head = new TreeMap<>(network.head(task.name()).settings());
      out.append("task ").append(task.name()).append(' ').append(task.kind()).append(' ').append(task.outputs()).append(' ').append(network.head(task.name()).type())
          .append(' ').append(head).append('\n');
    }
    network.space().sites().forEach(site -> out.append("site ").append(site.key()).append(" layer ").append(site.layer()).append('\n'));
    network.space().edges().forEach(edge -> out.append("edge ").append(edge.target()).append(' ').append(edge.targetSite()).append(" from ").append(edge.source()).append(' ')
        .append(edge.sourceSite()).append('\n'));
    out.append("operator ").append(settings.operator().name().toLowerCase(Locale.ROOT)).append(" momentum ").append(settings.momentum()).append(" shortcut ")
        .append(settings.shortcut()).append(" auxiliary ").append(network.auxiliarySites()).append('\n');
    network.parameters().forEach(spec -> out.append(spec.name()).append(' ').append(Arrays.toString(spec.shape())).append('\n'));
    return out.append(Prototxt.write(network.backbone())).toString();
  }
}
