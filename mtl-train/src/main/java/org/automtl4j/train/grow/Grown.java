package org.automtl4j.train.grow;

import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.advice.Budget;
import org.automtl4j.train.advice.Recommendation;
import org.automtl4j.train.advice.Trials;

/**
 * What growing has led to.
 *
 * @param hard hard sharing, trained to the end
 * @param hardTree the same as a tree
 * @param model the model that the first budget's answer takes: hard sharing itself where no tree is worth its cost
 * @param trees all that were tried beside hard sharing, the cheapest first
 * @param answers by budget, in the order in which they were asked for
 * @param singleSeconds what the single-task models take for one image, one after the other
 * @param single what the single-task models cost together
 */
public record Grown(MultiTaskModel hard, GrownTree hardTree, MultiTaskModel model, List<GrownTree> trees, List<Answer> answers, double singleSeconds, ModelSize single) {

  /** Keeps unmodifiable copies. */
  public Grown {
    trees = List.copyOf(trees);
    answers = List.copyOf(answers);
  }

  /**
   * What a budget is answered with.
   *
   * @param budget what was allowed
   * @param taken the tree that is worth its cost; empty: hard sharing
   * @param advice the same in words
   */
  public record Answer(Budget budget, Optional<GrownTree> taken, Recommendation advice) {}

  /** @return the tree that the first budget's answer takes; hard sharing's where no other is worth its cost */
  public GrownTree taken() {
    return answers.get(0).taken().orElse(hardTree);
  }

  /** @return all that were tried, for advice that counts in single-task models, too */
  public Trials trials() {
    return trials(hardTree, trees, answers.stream().map(Answer::budget).toList(), single, singleSeconds);
  }

  static Trials trials(GrownTree hard, List<GrownTree> trees, List<Budget> budgets, ModelSize single, double singleSeconds) {
    return new Trials(hard.tried(), trees.stream().map(GrownTree::tried).toList(), budgets, single, singleSeconds);
  }
}
