package org.automtl4j.train.step;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.network.View;

/**
 * What stays the same over many iterations of a stage: what is computed, on which data, and which parameters learn by which rule.
 *
 * <pre>{@code
 * Phase gates = Phase.of("gates", new FusionView.Gated(), Split.TRAIN2, new ParameterLearning(ParameterGroup.all(Role.CHOICE, rule)))
 *     .with(new Objective(Map.of(), List.of(entropy))).with("temperature", ScalarSchedule.byPhase("gates", schedule::at));
 * }</pre>
 *
 * @param name for messages and as a key, unique in a stage; it seeds random streams
 * @param view what of the network is computed
 * @param split where batches come from
 * @param learning which parameters learn by which rule; all others are left alone
 * @param objective what is minimised
 * @param scalars by name, what is fed to {@link org.automtl4j.graph.network.Feed.Scalar}s of that name, to {@code weight.<task>} and to {@code factor.<penalty>};
 *     those that are not named have their usual values
 * @param handling what happens to gradients before parameters learn from them
 * @param details what few phases need
 */
public record Phase(
    String name, View view, Split split, ParameterLearning learning, Objective objective, Map<String, ScalarSchedule> scalars, GradientHandling handling,
    Details details) {

  /**
   * What few phases need.
   *
   * @param tasks the tasks that take steps; empty: all
   * @param afterStep done after each step, such as to hold some parameters where they are
   */
  public record Details(List<String> tasks, Runnable afterStep) {
    /** All tasks, and nothing after a step. */
    public static final Details NONE = new Details(List.of(), () -> {});

    /** Keeps a copy. */
    public Details {
      tasks = List.copyOf(tasks);
      Objects.requireNonNull(afterStep, "afterStep");
    }
  }

  /** Keeps a copy in order. */
  public Phase {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(learning, "learning");
    scalars = Collections.unmodifiableMap(new LinkedHashMap<>(scalars));
  }

  /**
   * A phase that minimises the losses alone.
   *
   * @param name for messages and as a key, unique in a stage
   * @param view what of the network is computed
   * @param split where batches come from
   * @param learning which parameters learn by which rule
   * @return the phase
   */
  public static Phase of(String name, View view, Split split, ParameterLearning learning) {
    return new Phase(name, view, split, learning, Objective.LOSSES, Map.of(), GradientHandling.DIRECT, Details.NONE);
  }

  /**
   * @param other what is minimised
   * @return the same with that
   */
  public Phase with(Objective other) {
    return new Phase(name, view, split, learning, other, scalars, handling, details);
  }

  /**
   * @param scalar name of a number that is fed
   * @param schedule its value
   * @return the same with that
   */
  public Phase with(String scalar, ScalarSchedule schedule) {
    Map<String, ScalarSchedule> more = new LinkedHashMap<>(scalars);
    more.put(scalar, schedule);
    return new Phase(name, view, split, learning, objective, more, handling, details);
  }

  /**
   * @param other what happens to gradients before parameters learn from them
   * @return the same with that
   */
  public Phase with(GradientHandling other) {
    return new Phase(name, view, split, learning, objective, scalars, other, details);
  }

  /**
   * @param tasks the tasks that take steps
   * @return the same with these alone
   */
  public Phase withTasks(List<String> tasks) {
    return new Phase(name, view, split, learning, objective, scalars, handling, new Details(tasks, details.afterStep()));
  }

  /**
   * @param after done after each step
   * @return the same with that
   */
  public Phase withAfterStep(Runnable after) {
    return new Phase(name, view, split, learning, objective, scalars, handling, new Details(details.tasks(), after));
  }

  /**
   * @param iteration of the stage, from 0
   * @param counts by phase, how many iterations before belonged to it
   * @return by name, the numbers that are fed in this iteration
   */
  public Map<String, Double> values(int iteration, Map<String, Integer> counts) {
    Map<String, Double> values = new LinkedHashMap<>();
    scalars.forEach((scalar, schedule) -> values.put(scalar, schedule.at(iteration, counts)));
    return Collections.unmodifiableMap(values);
  }
}
