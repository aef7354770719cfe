package org.automtl4j.train.method.settings;

import java.util.List;
import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.network.Network;
import org.automtl4j.train.evaluate.Validation;
import org.automtl4j.train.method.LoopSettings;

/** The settings that all stages of a run share. */
public final class RunSettings {
  private RunSettings() {}

  /**
   * @param settings of the run
   * @param network that is trained
   * @return what every training of it depends on, but for its structure
   */
  public static Dependencies of(LoopSettings settings, Network network) {
    return Dependencies.of(now(settings, network)).and(settings.habits().settings());
  }

  /**
   * @param network a structure
   * @return what tells it from others, for methods that have no words of their own
   */
  public static Dependencies structure(Network network) {
    return Dependencies.of(new Words("network.").put("method", network.method()).put("structure", Words.digest(network.fingerprint()))
        .put("dataType", network.dataType().name()).words());
  }

  private static Map<String, String> now(LoopSettings settings, Network model) {
    Words words = new Words("")
        .put("batch", settings.batchSize())
        .put("taskStepping", settings.stepping().name())
        .put("seed", settings.seed())
        .put("data", settings.data().fingerprint());
    settings.balance().method().ifPresent(method -> words.put("balancing", method.type() + " " + method));
    settings.weights().forEach((task, weight) -> words.put("weight." + task, weight));
    for (Task task : model.tasks()) {
      words.putAll(TaskWords.of(task, settings.loss(task)));
    }
    return words.putAll(validation(settings.validation(), model.tasks())).words();
  }

  private static Map<String, String> validation(Validation validation, List<Task> tasks) {
    return new Words("validation.")
        .put("every", validation.every())
        .put("metric", MeanIouWords.written(validation, tasks).orElse(Dependencies.DELTA))
        .put("patience", validation.patience())
        .put("takeBest", validation.takeBest())
        .words();
  }
}
