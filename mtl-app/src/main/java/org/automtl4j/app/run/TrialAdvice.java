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
import org.automtl4j.train.advice.Budget;
import org.automtl4j.train.advice.Contender;
import org.automtl4j.train.advice.Front;
import org.automtl4j.train.advice.SingleTasks;
import org.automtl4j.train.advice.Trials;
import org.automtl4j.train.advice.Tried;
import org.automtl4j.train.evaluate.PairedDelta;

/** What a run tells of the models that its method has compared with hard sharing, and advises within budgets. */
final class TrialAdvice {
  private static final double MILLISECONDS = 1e3;

  private final Trials trials;
  private final Optional<PairedDelta> singles;
  private final List<Trials.Answer> answers;

  /**
   * @param trials what was tried
   * @param singles how single-task models do against hard sharing, if they were trained
   * @param tasks the names of all tasks
   */
  TrialAdvice(Trials trials, Optional<PairedDelta> singles, List<String> tasks) {
    this.trials = trials;
    this.singles = singles;
    this.answers = trials.answers(singles.map(s -> new SingleTasks(s.byTask(), s.errorsByTask())), tasks);
  }

  /** Hard sharing, all others, and the single-task models if they were trained, the cheapest first. */
  List<RunCandidate> candidates() {
    List<String> front = front();
    List<RunCandidate> all = new ArrayList<>();
    all.add(candidate(RunCandidate.HARD, trials.hard(), front));
    trials.others().forEach(tried -> all.add(candidate(source(tried), tried, front)));
    singles.ifPresent(s -> all.add(new RunCandidate(RunCandidate.SINGLE, "", trials.single(), OptionalDouble.of(trials.singleSeconds() * MILLISECONDS),
        OptionalDouble.of(s.gain()), false,
        Optional.of(new RunStanding(s.standardError(), front.contains(RunCandidate.SINGLE), s.byTask(), s.errorsByTask(), Map.of(), OptionalInt.empty())))));
    return all;
  }

  private static String source(Tried tried) {
    if (tried.control()) {
      return RunCandidate.RANDOM;
    }
    return tried.kind() == Contender.Kind.TREE ? RunCandidate.TREE : RunCandidate.FOUND;
  }

  private RunCandidate candidate(String source, Tried tried, List<String> front) {
    PairedDelta s = tried.standing();
    boolean taken = !tried.control() && answers.stream().anyMatch(answer -> answer.taken().orElse(trials.hard()).equals(tried));
    RunStanding standing =
        new RunStanding(s.standardError(), !tried.control() && front.contains(tried.words()), s.byTask(), s.errorsByTask(), tried.leave(), tried.stoppedAt());
    return new RunCandidate(source, tried.words(), tried.size(), OptionalDouble.of(tried.seconds() * MILLISECONDS), OptionalDouble.of(s.gain()), taken, Optional.of(standing));
  }

  /** The names of those that no other one beats. */
  private List<String> front() {
    Budget.Measure measure = Budget.Measure.MULTIPLY_ADDS;
    List<Contender> finalists = new ArrayList<>(trials.others().stream().filter(tried -> !tried.control() && tried.stoppedAt().isEmpty())
        .map(tried -> tried.contender(measure)).toList());
    finalists.add(trials.hard().contender(measure));
    singles.ifPresent(s -> finalists.add(new Contender(Contender.Kind.FOUND, RunCandidate.SINGLE, trials.single().multiplyAdds(), s.gain(), s.standardError(), s.byTask())));
    return Front.of(finalists).stream().map(Contender::words).toList();
  }

  /** An answer to each budget, the first one's with those to the others. */
  RunAdvice advice() {
    List<RunAdvice> all = answers.stream().map(this::advice).toList();
    return all.get(0).withOthers(all.subList(1, all.size()));
  }

  private RunAdvice advice(Trials.Answer answer) {
    Tried hard = trials.hard();
    Tried taken = answer.taken().orElse(hard);
    Map<String, RunAdvice.Share> cost = new LinkedHashMap<>();
    cost.put("macs", share(taken, Budget.Measure.MULTIPLY_ADDS));
    cost.put("parameters", share(taken, Budget.Measure.PARAMETERS));
    cost.put("latency_ms", share(taken, Budget.Measure.LATENCY));
    String budget = String.format(Locale.ROOT, "%s %s", answer.budget().measure().key(), answer.budget().share());
    String because = String.format(Locale.ROOT, "within %.0f %% of the single-task models' %s: %s", 100 * answer.budget().share(), answer.budget().measure().words(),
        answer.advice().sentence());
    return new RunAdvice(taken.words(), answer.advice().alone(), because, taken.standing().gain(), taken.standing().standardError(), cost, budget, List.of());
  }

  private RunAdvice.Share share(Tried taken, Budget.Measure measure) {
    double cost = taken.cost(measure);
    return new RunAdvice.Share(cost / trials.hard().cost(measure), cost / measure.of(trials.single(), trials.singleSeconds()));
  }
}
