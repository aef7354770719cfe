package org.automtl4j.train.grow;

import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.model.MultiTaskModel;

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

  /**
   * The advice once single-task models were trained too.
   *
   * @param singles how they do against hard sharing; empty if they were not trained
   * @param tasks the names of all tasks
   * @return an answer to each budget
   */
  public List<Answer> answers(Optional<SingleTasks> singles, List<String> tasks) {
    return answers.stream().map(a -> new Answer(a.budget(), a.taken(), advice(a.budget(), singles, tasks))).toList();
  }

  private Recommendation advice(Budget budget, Optional<SingleTasks> singles, List<String> tasks) {
    return advice(budget, trees, hardTree, singles, tasks, single(budget.measure()));
  }

  private double single(Budget.Measure measure) {
    return cost(single, singleSeconds, measure);
  }

  static double cost(ModelSize size, double seconds, Budget.Measure measure) {
    return switch (measure) {
      case MULTIPLY_ADDS -> size.multiplyAdds();
      case PARAMETERS -> size.parameters();
      case LATENCY -> seconds;
    };
  }

  /** The rule, over those that were trained to the end; how many were looked at counts those that were left behind, too. */
  static Recommendation advice(Budget budget, List<GrownTree> trees, GrownTree hard, Optional<SingleTasks> singles, List<String> tasks, double single) {
    Budget.Measure measure = budget.measure();
    List<GrownTree> tried = trees.stream().filter(tree -> !tree.control() && tree.cost(measure) <= budget.limit(single)).toList();
    List<Contender> finalists = tried.stream().filter(tree -> tree.stoppedAt().isEmpty()).map(tree -> tree.contender(measure)).toList();
    double largest = tried.stream().mapToDouble(tree -> tree.cost(measure)).max().orElse(hard.cost(measure));
    return Recommendation.of(finalists, Math.max(1, tried.size()), largest, singles, tasks, measure.words(), hard.cost(measure), single);
  }

  static Optional<GrownTree> taken(Recommendation advice, List<GrownTree> trees) {
    return advice.choice().taken().flatMap(contender -> trees.stream().filter(tree -> tree.words().equals(contender.words()) && !tree.control()).findFirst());
  }
}
