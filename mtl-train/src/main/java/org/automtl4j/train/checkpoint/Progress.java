package org.automtl4j.train.checkpoint;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.automtl4j.data.iterator.Cursor;
import org.automtl4j.train.evaluate.BestSoFar;
import org.automtl4j.train.evaluate.Evaluation;

/**
 * How far a training is: everything of its state but the large arrays.
 *
 * @param unit which of a trainer's stages, counted from 0
 * @param model what is trained, such as {@code "search"}
 * @param stage the stage's name
 * @param settings what the numbers depend on; a training with others cannot go on from here
 * @param iteration how many iterations are done
 * @param finished whether the stage is over
 * @param seconds wall time so far
 * @param waitSeconds of them, time that was spent waiting for data
 * @param counts by phase, how many iterations belonged to it; the temperature goes by that of the policies
 * @param streams by name, states of generators of random numbers: {@code noise} is that of the Gumbel noise
 * @param dropout by plan, how often dropout masks were drawn
 * @param cursors by batch order, where it stands
 * @param moved names of the parameters that have had a gradient, where idle ones go on moving; else empty
 * @param validation what early stopping and the best checkpoint remember
 * @param evaluation the figures of a candidate whose short training is over; else empty
 * @param unlabelled by task, how many batches had no known label; tasks with none are left out
 */
public record Progress(
    int unit,
    String model,
    String stage,
    TrainingSettings settings,
    int iteration,
    boolean finished,
    double seconds,
    double waitSeconds,
    Map<String, Integer> counts,
    Map<String, Long> streams,
    Map<String, Long> dropout,
    Map<String, Cursor> cursors,
    List<String> moved,
    BestSoFar validation,
    List<Evaluation> evaluation,
    Map<String, Integer> unlabelled) {

  /** Keeps unmodifiable, sorted copies. */
  public Progress {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(validation, "validation");
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    streams = Collections.unmodifiableMap(new TreeMap<>(streams));
    dropout = Collections.unmodifiableMap(new TreeMap<>(dropout));
    cursors = Collections.unmodifiableMap(new TreeMap<>(cursors));
    moved = List.copyOf(moved);
    evaluation = List.copyOf(evaluation);
    unlabelled = Collections.unmodifiableMap(new TreeMap<>(unlabelled));
  }

  /**
   * @param phase a phase's name
   * @return how many iterations belonged to it
   */
  public int count(String phase) {
    return counts.getOrDefault(phase, 0);
  }

  /**
   * @param phaseCounts by phase, how many iterations are to count as its own
   * @param places by batch order, where it is to stand
   * @return the same with these, and without names of parameters that have had a gradient
   */
  public Progress resumedAt(Map<String, Integer> phaseCounts, Map<String, Cursor> places) {
    return new Progress(unit, model, stage, settings, iteration, finished, seconds, waitSeconds, phaseCounts, streams, dropout, places, List.of(), validation,
        evaluation, unlabelled);
  }

  /**
   * @param words what the numbers depend on, in the words of another format
   * @return the same with these settings
   */
  public Progress withSettings(TrainingSettings words) {
    return new Progress(unit, model, stage, words, iteration, finished, seconds, waitSeconds, counts, streams, dropout, cursors, moved, validation,
        evaluation, unlabelled);
  }
}
