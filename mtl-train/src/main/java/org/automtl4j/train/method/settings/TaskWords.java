package org.automtl4j.train.method.settings;

import java.util.List;
import java.util.Map;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.loss.AbsoluteErrorLoss;
import org.automtl4j.data.loss.CosineLoss;
import org.automtl4j.data.loss.CrossEntropyLoss;
import org.automtl4j.data.loss.SquaredErrorLoss;
import org.automtl4j.data.loss.TaskLoss;

/** A task and its loss in the words of the present format. */
final class TaskWords {
  private TaskWords() {}

  static Map<String, String> of(Task task, TaskLoss loss) {
    return new Words("task." + task.name() + ".")
        .put("kind", task.kind().name())
        .put("outputs", task.outputs())
        .put("classNames", task.classNames())
        .put("unit", task.unit())
        .put("ignore", ignore(task.ignore()))
        .put("loss", loss(loss))
        .words();
  }

  private static String loss(TaskLoss loss) {
    if (loss instanceof AbsoluteErrorLoss l) {
      return "absoluteError ignoring " + ignore(l.ignore());
    }
    if (loss instanceof SquaredErrorLoss l) {
      return "squaredError ignoring " + ignore(l.ignore());
    }
    if (loss instanceof CosineLoss l) {
      return "cosine ignoring " + ignore(l.ignore());
    }
    if (loss instanceof CrossEntropyLoss l) {
      return "crossEntropy ignoring " + ignore(l.ignore()) + ", class weights " + l.classWeights() + (l.usesMask() ? ", masked" : "");
    }
    return Words.own(loss);
  }

  private static String ignore(IgnoreRule rule) {
    if (rule instanceof IgnoreRule.Values v) {
      List<Double> values = v.values();
      return "values " + values;
    }
    return rule instanceof IgnoreRule.AtMost m ? "at most " + m.threshold() : "nothing";
  }
}
