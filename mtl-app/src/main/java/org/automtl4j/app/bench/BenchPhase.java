package org.automtl4j.app.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.automtl4j.core.InvalidInputException;

/** What is measured. One iteration of a training phase is a step of every task, one of inference a prediction for every task. */
public enum BenchPhase {
  /** Stage one: the mean of all branches, Adam. */
  PRE_TRAIN,
  /** Stage two, the policies' turn: branches weighted by a relaxed policy, Adam on the logits. */
  POLICY_STEP,
  /** Stage two, the weights' turn: branches weighted by a relaxed policy, SGD with momentum. */
  WEIGHT_STEP,
  /** Stage three: one branch per layer and task, Adam. */
  POST_TRAIN,
  /** All tasks' predictions for one image, with a model for images of that size only. */
  INFER_1,
  /** All tasks' predictions for a batch, with a model for images of that size only. */
  INFER_N;

  /** @return the name in files and on the command line, such as {@code pre_train} */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isInference() {
    return this == INFER_1 || this == INFER_N;
  }

  /**
   * @param id a name
   * @return the phase
   * @throws InvalidInputException if there is none of that name
   */
  public static BenchPhase of(String id) {
    List<BenchPhase> all = Arrays.asList(values());
    return all.stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow(
        () -> new InvalidInputException("--phases: found '" + id + "', allowed: " + String.join(", ", all.stream().map(BenchPhase::id).toList())));
  }
}
