package org.automtl4j.train.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.automtl4j.data.iterator.Cursor;
import org.automtl4j.train.Evaluation;

/**
 * How far a training is: everything of its state but the large arrays.
 *
 * @param unit which of a trainer's stages, counted from 0
 * @param model what is trained, such as {@code "search"}
 * @param stage the stage's name
 * @param settings what the numbers depend on, as text; a training with others cannot go on from here
 * @param iteration how many iterations are done
 * @param finished whether the stage is over
 * @param seconds wall time so far
 * @param waitSeconds of them, time that was spent waiting for data
 * @param policyIterations how many iterations trained policies: the counter of the temperature
 * @param noise state of the generator of Gumbel noise
 * @param dropout by plan, how often dropout masks were drawn
 * @param cursors by batch order, where it stands
 * @param moved names of the parameters that have had a gradient, where idle ones go on moving; else empty
 * @param validation what early stopping and the best checkpoint remember
 * @param evaluation the figures of a candidate whose short training is over; else empty
 * @param unlabelled by task, how many batches had no known label; files of earlier versions do not count them
 */
public record Progress(
    int unit,
    String model,
    String stage,
    Map<String, String> settings,
    int iteration,
    boolean finished,
    double seconds,
    double waitSeconds,
    int policyIterations,
    long noise,
    Map<String, Long> dropout,
    Map<String, Cursor> cursors,
    List<String> moved,
    BestSoFar validation,
    List<Evaluation> evaluation,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> unlabelled) {

  /** Keeps unmodifiable, sorted copies. */
  public Progress {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(validation, "validation");
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    dropout = Collections.unmodifiableMap(new TreeMap<>(dropout));
    cursors = Collections.unmodifiableMap(new TreeMap<>(cursors));
    moved = List.copyOf(moved);
    evaluation = List.copyOf(evaluation);
    unlabelled = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(unlabelled, Map.of())));
  }

  /**
   * @param name of a setting
   * @param text what is said of it
   * @return the same with this setting
   */
  public Progress withSetting(String name, String text) {
    Map<String, String> changed = new TreeMap<>(settings);
    changed.put(name, text);
    return new Progress(unit, model, stage, changed, iteration, finished, seconds, waitSeconds, policyIterations, noise, dropout, cursors, moved, validation,
        evaluation, unlabelled);
  }

  /**
   * @param policyIterations the counter of the temperature
   * @param cursors by batch order, where it is to stand
   * @return the same with these, and without names of parameters that have had a gradient
   */
  public Progress resumedAt(int policyIterations, Map<String, Cursor> cursors) {
    return new Progress(unit, model, stage, settings, iteration, finished, seconds, waitSeconds, policyIterations, noise, dropout, cursors, List.of(),
        validation, evaluation, unlabelled);
  }
}
