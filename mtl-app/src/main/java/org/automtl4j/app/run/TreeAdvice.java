package org.automtl4j.app.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.automtl4j.app.report.RunAdvice;
import org.automtl4j.app.report.RunCandidate;
import org.automtl4j.app.report.RunStanding;
import org.automtl4j.train.evaluate.PairedDelta;
import org.automtl4j.train.grow.Budget;
import org.automtl4j.train.grow.Contender;
import org.automtl4j.train.grow.Front;
import org.automtl4j.train.grow.Grown;
import org.automtl4j.train.grow.GrownTree;
import org.automtl4j.train.grow.SingleTasks;

/** What a run that has grown trees tells of them, and advises. */
final class TreeAdvice {
  private static final double MILLISECONDS = 1e3;

  private final Grown grown;
  private final Optional<PairedDelta> singles;
  private final double singleMs;

  /**
   * @param grown what was tried
   * @param singles how single-task models do against hard sharing, if they were trained
   */
  TreeAdvice(Grown grown, Optional<PairedDelta> singles) {
    this.grown = grown;
    this.singles = singles;
    this.singleMs = grown.singleSeconds() * MILLISECONDS;
  }

  /** Hard sharing, all trees, and the single-task models if they were trained, the cheapest first. */
  List<RunCandidate> candidates() {
    List<RunCandidate> all = new ArrayList<>();
    all.add(candidate(RunCandidate.HARD, grown.hardTree()));
    grown.trees().forEach(tree -> all.add(candidate(tree.control() ? RunCandidate.RANDOM : RunCandidate.TREE, tree)));
    singles.ifPresent(s -> all.add(new RunCandidate(RunCandidate.SINGLE, "", grown.single(), OptionalDouble.of(singleMs), OptionalDouble.of(s.gain()), false,
        Optional.of(new RunStanding(s.standardError(), front().contains(RunCandidate.SINGLE), s.byTask(), s.errorsByTask(), Map.of(), OptionalInt.empty())))));
    return all;
  }

  private RunCandidate candidate(String source, GrownTree tree) {
    PairedDelta s = tree.standing();
    boolean taken = !tree.control() && grown.answers().stream().anyMatch(answer -> answer.taken().orElse(grown.hardTree()).equals(tree));
    RunStanding standing = new RunStanding(s.standardError(), !tree.control() && front().contains(tree.words()), s.byTask(), s.errorsByTask(), tree.leave(), tree.stoppedAt());
    return new RunCandidate(source, tree.words(), tree.size(), OptionalDouble.of(tree.seconds() * MILLISECONDS), OptionalDouble.of(s.gain()), taken, Optional.of(standing));
  }

  /** The names of those that no other one beats. */
  private List<String> front() {
    List<Contender> finalists = new ArrayList<>(grown.trees().stream().filter(tree -> !tree.control() && tree.stoppedAt().isEmpty())
        .map(tree -> tree.contender(Budget.Measure.MULTIPLY_ADDS)).toList());
    finalists.add(grown.hardTree().contender(Budget.Measure.MULTIPLY_ADDS));
    singles.ifPresent(s -> finalists.add(new Contender(Contender.Kind.FOUND, RunCandidate.SINGLE, grown.single().multiplyAdds(), s.gain(), s.standardError(), s.byTask())));
    return Front.of(finalists).stream().map(Contender::words).toList();
  }

  /** An answer to each budget, the first one's with those to the others. */
  RunAdvice advice(List<String> tasks) {
    Optional<SingleTasks> alone = singles.map(s -> new SingleTasks(s.byTask(), s.errorsByTask()));
    List<RunAdvice> answers = grown.answers(alone, tasks).stream().map(this::advice).toList();
    return answers.get(0).withOthers(answers.subList(1, answers.size()));
  }

  private RunAdvice advice(Grown.Answer answer) {
    GrownTree taken = answer.taken().orElse(grown.hardTree());
    GrownTree hard = grown.hardTree();
    Map<String, RunAdvice.Share> cost = new LinkedHashMap<>();
    cost.put("macs", share(taken.size().multiplyAdds(), hard.size().multiplyAdds(), grown.single().multiplyAdds()));
    cost.put("parameters", share(taken.size().parameters(), hard.size().parameters(), grown.single().parameters()));
    cost.put("latency_ms", share(taken.seconds(), hard.seconds(), grown.singleSeconds()));
    String budget = String.format(Locale.ROOT, "%s %s", answer.budget().measure().key(), answer.budget().share());
    String because = String.format(Locale.ROOT, "within %.0f %% of the single-task models' %s %s", 100 * answer.budget().share(), answer.budget().measure().words(),
        answer.advice().sentence());
    return new RunAdvice(taken.words(), answer.advice().alone(), because, taken.standing().gain(), taken.standing().standardError(), cost, budget, List.of());
  }

  private static RunAdvice.Share share(double value, double hard, double single) {
    return new RunAdvice.Share(value / hard, value / single);
  }
}
