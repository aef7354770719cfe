package org.automtl4j.train.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.graph.supermodel.Architecture;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.graph.task.Task;

/** Says in text what a training's numbers depend on, so that a checkpoint can tell another training from its own. */
final class SettingsText {
  /** The key of how validations are compared. */
  static final String VALIDATION = "validation";

  private SettingsText() {}

  /** Components of stages that no number of the training depends on. */
  private static final Set<String> REPORTED = Set.of("reportedScale");

  /** The settings of a stage: every component of its record that its numbers depend on. */
  static Map<String, String> of(Record stage) {
    Map<String, String> text = new TreeMap<>();
    String name = stage.getClass().getSimpleName();
    for (RecordComponent component : stage.getClass().getRecordComponents()) {
      if (REPORTED.contains(component.getName())) {
        continue;
      }
      try {
        Object value = component.getAccessor().invoke(stage);
        text.put(name + "." + component.getName(), value instanceof Architecture a ? digest(a.toJson()) : String.valueOf(value));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
    return text;
  }

  /** The settings of a run, and the structure of the model. */
  static Map<String, String> of(LoopSettings settings, SuperModel model) {
    Map<String, String> text = new TreeMap<>();
    text.put("batch", String.valueOf(settings.batchSize()));
    text.put("taskStepping", settings.stepping().name());
    text.put("seed", String.valueOf(settings.seed()));
    text.put("data", settings.data().fingerprint());
    text.put("weights", new TreeMap<>(settings.weights()).toString());
    text.put(VALIDATION, MeanIouWords.text(settings.validation(), model.tasks()));
    text.put("compat", settings.compat().toString().replaceFirst("resume=\\w+, ", "")); // what is taken over when resuming may change
    text.put("backbone", model.backbone().name() + " " + digest(Prototxt.write(model.backbone())));
    text.put("batchNormPolicy", model.batchNormPolicy().name());
    text.put("sharedBottom", String.valueOf(model.sharedBottom()));
    text.put("numbers", model.dataType().name());
    for (Task task : model.tasks()) {
      text.put("task " + task.name(), task + ", head " + name(model.head(task.name())) + ", loss " + name(settings.loss(task)));
    }
    return text;
  }

  /** A record says what it is; of other classes only the name is the same in every process. */
  private static String name(Object part) {
    return part instanceof Record ? part.toString() : part.getClass().getName().replaceAll("\\$\\$Lambda.*", "");
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
