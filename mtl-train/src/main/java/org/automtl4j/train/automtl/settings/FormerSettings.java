package org.automtl4j.train.automtl.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.loss.AbsoluteErrorLoss;
import org.automtl4j.data.loss.CosineLoss;
import org.automtl4j.data.loss.CrossEntropyLoss;
import org.automtl4j.data.loss.SquaredErrorLoss;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.automtl.compat.CompatHabits;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.evaluate.Validation;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.method.settings.StepWords;
import org.automtl4j.train.method.settings.Words;
import org.automtl4j.train.schedule.TemperatureSchedule;

/**
 * Settings in the words of format 1, which release 0.1 wrote: the texts that its records gave of themselves, written out here, since those records may be
 * renamed and grow. Never changed but where a setting that release 0.1 did not have has to tell itself apart.
 */
final class FormerSettings {
  private static final Map<String, String> HEADS = Map.of("conv1x1", "org.automtl4j.graph.head.Conv1x1Head", "aspp", "org.automtl4j.graph.head.AsppHead",
      "linear", "org.automtl4j.graph.head.LinearHead");

  private FormerSettings() {}

  static Map<String, String> of(LoopSettings settings, BranchNetwork model) {
    Words words = new Words("")
        .put("batch", settings.batchSize())
        .put("taskStepping", settings.stepping().name())
        .put("seed", settings.seed())
        .put("data", settings.data().fingerprint())
        .put("weights", new TreeMap<>(settings.weights()))
        .put(Dependencies.FORMER_VALIDATION, validation(settings.validation()))
        .put("compat", compat(CompatHabits.of(settings.habits())))
        .put("backbone", model.backbone().name() + " " + Words.digest(Prototxt.write(model.backbone())))
        .put("batchNormPolicy", model.batchNormPolicy().name())
        .put("sharedBottom", model.sharedBottom())
        .put("numbers", model.dataType().name());
    for (Task task : model.tasks()) {
      words.put("task " + task.name(), task(task) + ", head " + head(model.head(task.name())) + ", loss " + loss(settings.loss(task)));
    }
    return words.words();
  }

  static Map<String, String> of(PreTraining stage) {
    Words words = new Words("PreTraining.").put("iterations", stage.iterations()).put("updater", stage.updater()).put("weightDecay", stage.weightDecay());
    return StepWords.into(words, stage.step()).words();
  }

  static Map<String, String> of(PolicySearch stage) {
    return StepWords.into(new Words("PolicySearch.")
        .put("iterations", stage.iterations())
        .put("policySteps", stage.policySteps())
        .put("weightSteps", stage.weightSteps())
        .put("policyLearningRate", stage.policyLearningRate())
        .put("policyWeightDecay", stage.policyWeightDecay())
        .put("weightUpdater", stage.weightUpdater())
        .put("weightDecay", stage.weightDecay())
        .put("lambda", stage.lambda())
        .put("regulariserScale", stage.regulariserScale())
        .put("temperature", temperature(stage.temperature()))
        .put("frozenLogits", stage.frozenLogits()), stage.step()).words();
  }

  static Map<String, String> of(PolicySampling stage) {
    return StepWords.into(new Words("PolicySampling.")
        .put("candidates", stage.candidates())
        .put("mode", stage.mode().name())
        .put("maxParameters", stage.maxParameters())
        .put("iterations", stage.iterations())
        .put("updater", stage.updater())
        .put("weightDecay", stage.weightDecay()), stage.step()).words();
  }

  static Map<String, String> of(PostTraining stage) {
    return StepWords.into(new Words("PostTraining.")
        .put("architecture", Words.digest(stage.architecture().toJson()))
        .put("iterations", stage.iterations())
        .put("updater", stage.updater())
        .put("weightDecay", stage.weightDecay())
        .put("from", stage.from().name()), stage.step()).words();
  }

  static Map<String, String> of(HardSharing stage) {
    Words words = new Words("HardSharing.").put("iterations", stage.iterations()).put("updater", stage.updater()).put("weightDecay", stage.weightDecay());
    return StepWords.into(words, stage.step()).words();
  }

  private static String temperature(TemperatureSchedule schedule) {
    if (schedule instanceof TemperatureSchedule.Stepwise s) {
      return "Stepwise[start=" + s.start() + ", decay=" + s.decay() + ", every=" + s.every() + "]";
    }
    TemperatureSchedule.Geometric g = (TemperatureSchedule.Geometric) schedule;
    return "Geometric[start=" + g.start() + ", end=" + g.end() + ", iterations=" + g.iterations() + "]";
  }

  private static String validation(Validation v) {
    return "Validation[every=" + v.every() + ", metric=" + optional(v.metric()) + ", patience=" + v.patience() + ", takeBest=" + v.takeBest() + "]";
  }

  private static String optional(Optional<String> value) {
    return value.map(v -> "Optional[" + v + "]").orElse("Optional.empty");
  }

  private static String compat(Compat c) {
    return "Compat[loaderExhaustion=" + c.loaderExhaustion().name() + ", idleParameters=" + c.idleParameters().name() + ", policyRate=" + c.policyRate().name()
        + ", taskIterations=" + c.taskIterations() + ", sharedBottom=" + c.sharedBottom().name() + ", meanIou=" + c.meanIou().name() + ", unknownPixels="
        + c.unknownPixels().name() + ", unsupportedFields=" + c.unsupportedFields().name() + ", references=" + optional(c.references().map(Enum::name)) + "]";
  }

  private static String task(Task task) {
    return "Task[name=" + task.name() + ", kind=" + task.kind().name() + ", outputs=" + task.outputs() + ", classNames=" + task.classNames() + ", unit="
        + task.unit() + ", ignore=" + ignore(task.ignore()) + "]";
  }

  private static String ignore(IgnoreRule rule) {
    if (rule instanceof IgnoreRule.Values v) {
      List<Double> values = v.values();
      return "Values[values=" + values + "]";
    }
    return rule instanceof IgnoreRule.AtMost m ? "AtMost[threshold=" + m.threshold() + "]" : "Nothing[]";
  }

  private static String head(TaskHead head) {
    return HEADS.containsKey(head.type()) ? HEADS.get(head.type()) : own(head);
  }

  private static String loss(TaskLoss loss) {
    if (loss instanceof AbsoluteErrorLoss l) {
      return "AbsoluteErrorLoss[ignore=" + ignore(l.ignore()) + "]";
    }
    if (loss instanceof SquaredErrorLoss l) {
      return "SquaredErrorLoss[ignore=" + ignore(l.ignore()) + "]";
    }
    if (loss instanceof CosineLoss l) {
      return "CosineLoss[ignore=" + ignore(l.ignore()) + "]";
    }
    if (loss instanceof CrossEntropyLoss l) {
      return "CrossEntropyLoss[ignore=" + ignore(l.ignore()) + ", classWeights=" + l.classWeights() + ", usesMask=" + l.usesMask() + "]";
    }
    return own(loss);
  }

  /** A record said what it is; of other classes the name stood for all of it. */
  private static String own(Object part) {
    return part instanceof Record ? part.toString() : Words.className(part);
  }
}
