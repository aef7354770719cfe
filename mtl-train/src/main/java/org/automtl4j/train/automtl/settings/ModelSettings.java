package org.automtl4j.train.automtl.settings;

import java.util.TreeMap;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.method.settings.Words;

/** The structure of a super-model in the words of checkpoints; in those of format 1 together with the settings that all stages of a run share. */
public final class ModelSettings {
  private ModelSettings() {}

  /**
   * @param settings of the run
   * @param network the structure
   * @return what every training of it depends on beside what the engine says
   */
  public static Dependencies of(LoopSettings settings, BranchNetwork network) {
    Words words = new Words("")
        .put("backbone", network.backbone().name() + " " + Words.digest(Prototxt.write(network.backbone())))
        .put("batchNormPolicy", network.batchNormPolicy().name())
        .put("sharedBottom", network.sharedBottom())
        .put("dataType", network.dataType().name());
    for (Task task : network.tasks()) {
      words.put("task." + task.name() + ".head", head(network.head(task.name())));
    }
    return new Dependencies(words.words(), FormerSettings.of(settings, network));
  }

  private static String head(TaskHead head) {
    boolean own = head.type().equals(head.getClass().getName());
    return own ? Words.own(head) : head.type() + new TreeMap<>(head.settings());
  }
}
