package org.automtl4j.train.loop.settings;

import java.util.List;
import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.evaluate.Validation;
import org.automtl4j.train.loop.LoopSettings;
import org.automtl4j.train.loop.MeanIouWords;

/** The settings that all stages of a run share, and the structure of the model. */
public final class RunSettings {
  /** The key of the metric by which validations are compared. */
  public static final String METRIC = "validation.metric";
  /** What {@link #METRIC} says where it is Delta. */
  public static final String DELTA = "delta";
  /** The key of how validations are made and compared in format 1. */
  public static final String FORMER_VALIDATION = "validation";

  private RunSettings() {}

  /**
   * @param settings of the run
   * @param model that is trained
   * @return what every training of it depends on
   */
  public static Dependencies of(LoopSettings settings, SuperModel model) {
    return new Dependencies(now(settings, model), FormerSettings.of(settings, model));
  }

  private static Map<String, String> now(LoopSettings settings, SuperModel model) {
    Words words = new Words("")
        .put("batch", settings.batchSize())
        .put("taskStepping", settings.stepping().name())
        .put("seed", settings.seed())
        .put("data", settings.data().fingerprint())
        .put("backbone", model.backbone().name() + " " + Words.digest(Prototxt.write(model.backbone())))
        .put("batchNormPolicy", model.batchNormPolicy().name())
        .put("sharedBottom", model.sharedBottom())
        .put("dataType", model.dataType().name());
    settings.weights().forEach((task, weight) -> words.put("weight." + task, weight));
    for (Task task : model.tasks()) {
      words.putAll(TaskWords.of(task, model.head(task.name()), settings.loss(task)));
    }
    return words.putAll(validation(settings.validation(), model.tasks())).putAll(compat(settings.compat())).words();
  }

  private static Map<String, String> validation(Validation validation, List<Task> tasks) {
    return new Words("validation.")
        .put("every", validation.every())
        .put("metric", MeanIouWords.written(validation, tasks).orElse(DELTA))
        .put("patience", validation.patience())
        .put("takeBest", validation.takeBest())
        .words();
  }

  /** All but what is taken over when a run is resumed, which may change. */
  private static Map<String, String> compat(Compat compat) {
    return new Words("compat.")
        .put("loaderExhaustion", compat.loaderExhaustion().name())
        .put("idleParameters", compat.idleParameters().name())
        .put("policyRate", compat.policyRate().name())
        .put("taskIterations", compat.taskIterations())
        .put("sharedBottom", compat.sharedBottom().name())
        .put("meanIou", compat.meanIou().name())
        .put("unknownPixels", compat.unknownPixels().name())
        .put("unsupportedFields", compat.unsupportedFields().name())
        .put("references", compat.references().map(Enum::name).orElse("none"))
        .words();
  }
}
