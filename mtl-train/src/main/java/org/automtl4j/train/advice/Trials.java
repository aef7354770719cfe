package org.automtl4j.train.advice;

import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.automtl.ModelSize;

/**
 * All that a method has compared with hard sharing, for answers to budgets.
 *
 * @param hard hard sharing, trained to the end
 * @param others the others, the cheapest first
 * @param budgets what a model may cost, at least one
 * @param single what a model of its own for every task costs, together
 * @param singleSeconds what these take for one image, one after the other
 */
public record Trials(Tried hard, List<Tried> others, List<Budget> budgets, ModelSize single, double singleSeconds) {

  /** Keeps unmodifiable copies. */
  public Trials {
    others = List.copyOf(others);
    budgets = List.copyOf(budgets);
    if (budgets.isEmpty()) {
      throw new IllegalArgumentException("found no budget, allowed: at least one");
    }
  }

  /**
   * What a budget is answered with.
   *
   * @param budget what was allowed
   * @param taken what is worth its cost; empty: hard sharing
   * @param advice the same in words
   */
  public record Answer(Budget budget, Optional<Tried> taken, Recommendation advice) {}

  /**
   * @param singles how single-task models do against hard sharing; empty if they were not trained
   * @param tasks the names of all tasks
   * @return an answer to each budget, in the order in which they were asked for
   */
  public List<Answer> answers(Optional<SingleTasks> singles, List<String> tasks) {
    return budgets.stream().map(budget -> answer(budget, singles, tasks)).toList();
  }

  /** A task is advised to have a model of its own only where the budget has room for it. */
  private Answer answer(Budget budget, Optional<SingleTasks> singles, List<String> tasks) {
    Answer answer = ruled(budget, singles, tasks);
    double cost = withAlone(answer.taken().orElse(hard).cost(budget.measure()), answer.advice().alone().size(), budget.measure(), tasks.size());
    return cost <= budget.limit(budget.measure().of(single, singleSeconds)) ? answer : ruled(budget, Optional.empty(), tasks);
  }

  /** What a model costs beside models of their own for some tasks: each has a trunk more; the last one has the trunk that is there. */
  private double withAlone(double cost, int alone, Budget.Measure measure, int tasks) {
    double models = measure.of(single, singleSeconds);
    return alone == tasks ? models : cost + alone * (models - hard.cost(measure)) / Math.max(1, tasks - 1);
  }

  /** The rule, over those that were trained to the end; how many were looked at counts those that were left behind, too. */
  private Answer ruled(Budget budget, Optional<SingleTasks> singles, List<String> tasks) {
    Budget.Measure measure = budget.measure();
    double alone = measure.of(single, singleSeconds);
    List<Tried> tried = others.stream().filter(one -> !one.control() && one.cost(measure) <= budget.limit(alone)).toList();
    List<Tried> finalists = tried.stream().filter(one -> one.stoppedAt().isEmpty()).toList();
    double largest = tried.stream().mapToDouble(one -> one.cost(measure)).max().orElse(hard.cost(measure));
    Recommendation advice = Recommendation.of(finalists.stream().map(one -> one.contender(measure)).toList(), Math.max(1, tried.size()), largest, singles, tasks, measure.words(),
        hard.cost(measure), alone);
    return new Answer(budget, advice.choice().taken().flatMap(taken -> finalists.stream().filter(one -> one.words().equals(taken.words())).findFirst()), advice);
  }
}
