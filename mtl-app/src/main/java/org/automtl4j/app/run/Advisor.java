package org.automtl4j.app.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.automtl4j.app.config.Baseline;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.config.TaskConfig;
import org.automtl4j.app.report.RunAdvice;
import org.automtl4j.app.report.RunCandidate;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.app.report.RunStanding;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.SharedWork;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.advice.Contender;
import org.automtl4j.train.advice.Front;
import org.automtl4j.train.advice.Recommendation;
import org.automtl4j.train.advice.SingleTasks;
import org.automtl4j.train.advice.Trials;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.evaluate.PairedDelta;
import org.automtl4j.train.evaluate.PartedEvaluation;

/** Says what to take of what a run has trained: compares its models with hard sharing on the validation split, and their costs. */
final class Advisor {
  static final String UNIT = "multiply-adds";

  private final RunConfig config;
  private final MultiTaskDataSet data;
  private final Latencies latencies;
  private final Optional<ModelSize> counted;

  Advisor(RunConfig config, MultiTaskDataSet data, Network network, Parameters parameters, StepTimes times) {
    this.config = config;
    this.data = data;
    Optional<SuperModel> model = network instanceof BranchNetwork branches ? Optional.of(SuperModel.of(branches, parameters, config.seed())) : Optional.empty();
    this.latencies = new Latencies(model, data.height(), data.width(), times);
    this.counted = model.map(m -> SharedWork.of(m, data.height(), data.width()).singleTasks());
  }

  /** What the single-task models cost together: counted where they have the network's layers, else as they were trained, if they were. */
  private Optional<ModelSize> single(Contestants contestants) {
    return counted.or(() -> contestants.models().containsKey(Baseline.SINGLE.id()) ? Optional.of(contestants.size(Baseline.SINGLE.id())) : Optional.empty());
  }

  /** What an architecture takes for one image, in milliseconds. */
  double milliseconds(Architecture architecture) {
    return latencies.milliseconds(architecture);
  }

  /** Adds latencies, how models stand against hard sharing, and the advice. */
  RunResult advised(RunResult result, Contestants contestants, Optional<Trials> trials) {
    Map<String, Double> milliseconds = new LinkedHashMap<>();
    contestants.models().forEach((name, models) -> milliseconds.put(name, latencies.milliseconds(models)));
    List<RunCandidate> candidates = new ArrayList<>(result.candidates());
    RunResult timed = result.withLatency(milliseconds);
    if (!milliseconds.containsKey(Baseline.HARD.id()) || data.size(Split.VAL) == 0 || single(contestants).isEmpty()) {
      return timed.withCandidates(candidates);
    }
    ModelSize single = single(contestants).orElseThrow();
    Map<String, PairedDelta> standings = standings(contestants);
    List<String> tasks = config.tasks().stream().map(TaskConfig::name).toList();
    if (trials.isPresent()) {
      TrialAdvice advice = new TrialAdvice(trials.get(), Optional.ofNullable(standings.get(Baseline.SINGLE.id())), tasks);
      candidates.addAll(advice.candidates());
      return timed.withCandidates(candidates).withAdvice(advice.advice());
    }
    Optional<Contender> found = Optional.ofNullable(standings.get(RunResult.SEARCH))
        .map(s -> new Contender(Contender.Kind.FOUND, "the found model", contestants.size(RunResult.SEARCH).multiplyAdds(), s.gain(), s.standardError(), s.byTask()));
    Optional<SingleTasks> alone = Optional.ofNullable(standings.get(Baseline.SINGLE.id())).map(s -> new SingleTasks(s.byTask(), s.errorsByTask()));
    ModelSize hard = contestants.size(Baseline.HARD.id());
    Recommendation advice = Recommendation.of(found.stream().toList(), alone, tasks, UNIT, hard.multiplyAdds(),
        single.multiplyAdds());
    String taken = advice.choice().isHardSharing() ? Baseline.HARD.id() : RunResult.SEARCH;
    standings.forEach((name, standing) -> candidates.add(candidate(name, standing, standings, contestants, milliseconds.get(name), name.equals(taken))));
    return timed.withCandidates(candidates).withAdvice(advice(advice, single, contestants.size(taken), hard, milliseconds, taken));
  }

  private Map<String, PairedDelta> standings(Contestants contestants) {
    Compat compat = config.compat().toCompat();
    List<Task> tasks = config.tasks().stream().map(t -> t.of(data)).toList();
    PartedEvaluation hard = contestants.onValidation(Baseline.HARD.id());
    Map<String, PairedDelta> standings = new LinkedHashMap<>();
    contestants.models().keySet().forEach(name -> standings.put(name,
        PairedDelta.of(tasks, name.equals(Baseline.HARD.id()) ? hard : contestants.onValidation(name), hard, compat::deltaMetrics)));
    return standings;
  }

  private static RunCandidate candidate(
      String name, PairedDelta standing, Map<String, PairedDelta> all, Contestants contestants, double milliseconds, boolean taken) {
    List<Contender> points = new ArrayList<>();
    all.forEach((other, s) -> points.add(new Contender(Contender.Kind.FOUND, other, contestants.size(other).multiplyAdds(), s.gain(), s.standardError(), s.byTask())));
    boolean onFront = Front.of(points).stream().anyMatch(point -> point.words().equals(name));
    RunStanding stands = new RunStanding(standing.standardError(), onFront, standing.byTask(), standing.errorsByTask(), Map.of(), OptionalInt.empty());
    return new RunCandidate(source(name), "", contestants.size(name), OptionalDouble.of(milliseconds), OptionalDouble.of(standing.gain()), taken,
        Optional.of(stands));
  }

  private static String source(String name) {
    return switch (name) {
      case RunResult.SEARCH -> RunCandidate.FOUND;
      case RunResult.SINGLE -> RunCandidate.SINGLE;
      case "hard" -> RunCandidate.HARD;
      default -> RunCandidate.RANDOM;
    };
  }

  private RunAdvice advice(Recommendation advice, ModelSize single, ModelSize taken, ModelSize hard, Map<String, Double> milliseconds, String name) {
    double takenMs = milliseconds.get(name);
    double hardMs = milliseconds.get(Baseline.HARD.id());
    Map<String, RunAdvice.Share> cost = new LinkedHashMap<>();
    cost.put("macs", share(taken.multiplyAdds(), hard.multiplyAdds(), single.multiplyAdds()));
    cost.put("parameters", share(taken.parameters(), hard.parameters(), single.parameters()));
    cost.put("latency_ms", share(takenMs, hardMs, latencies.singleTasks().orElseGet(() -> milliseconds.get(Baseline.SINGLE.id()))));
    Optional<Contender> chosen = advice.choice().taken();
    return new RunAdvice(chosen.map(Contender::words).orElse("hard sharing"), advice.alone(), advice.sentence(), chosen.map(Contender::gain).orElse(0.0),
        chosen.map(Contender::standardError).orElse(0.0), cost);
  }

  private static RunAdvice.Share share(double value, double hard, double single) {
    return new RunAdvice.Share(value / hard, value / single);
  }
}
