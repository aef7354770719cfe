package org.automtl4j.app.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.TrainingListener;

/** Sums what the stages of a run spent waiting for data, under the names that their times have in the result. */
final class WaitTimes implements TrainingListener {
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  @Override
  public void stageEnded(StageEnded event) {
    seconds.merge(name(event), event.waitSeconds(), Double::sum);
  }

  private static String name(StageEnded event) {
    if (!event.model().equals(RunResult.SEARCH)) {
      return event.model();
    }
    return switch (event.stage()) {
      case "pre-train" -> "pre";
      case "policy-train" -> "search";
      case "post-train" -> "post";
      default -> "sample";
    };
  }

  Map<String, Double> seconds() {
    return seconds;
  }
}
