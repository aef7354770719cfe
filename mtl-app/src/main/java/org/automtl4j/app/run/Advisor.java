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
  private final String hard;
  private final String single;

  Advisor(RunConfig config, MultiTaskDataSet data, Network network, Parameters parameters, StepTimes times) {
    this.config = config;
    this.data = data;
    this.hard = named(Baseline.HARD);
    this.single = named(Baseline.SINGLE);
    Optional<SuperModel> model = network instanceof BranchNetwork branches ? Optional.of(SuperModel.of(branches, parameters, config.seed())) : Optional.empty();
    this.latencies = new Latencies(model, data.height(), data.width(), times);
    this.counted = model.map(m -> SharedWork.of(m, data.height(), data.width()).singleTasks());
  }

  /** What the single-task models cost together: counted where they have the network's layers, else as they were trained, if they were. */
  private Optional<ModelSize> single(Contestants contestants) {
    return counted.or(() -> contestants.models().containsKey(single) ? Optional.of(contestants.size(single)) : Optional.empty());
  }

  /** Under what name a baseline's models are known: a run of that method trains them as its own. */
  private String named(Baseline baseline) {
    return config.method().name().equals(baseline.method()) && !config.baselines().contains(baseline) ? RunResult.SEARCH : baseline.id();
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
    Optional<ModelSize> alone = single(contestants);
    if (!milliseconds.containsKey(hard) || data.size(Split.VAL) == 0 || alone.isEmpty()) {
      return timed.withCandidates(candidates);
    }
    Map<String, PairedDelta> standings = standings(contestants);
    Optional<PairedDelta> singles = Optional.ofNullable(standings.get(single));
    List<String> tasks = config.tasks().stream().map(TaskConfig::name).toList();
    if (trials.isPresent()) {
      TrialAdvice advice = new TrialAdvice(trials.get(), singles, tasks);
      candidates.addAll(advice.candidates());
      return timed.withCandidates(candidates).withAdvice(advice.advice());
    }
    Recommendation advice = Recommendation.of(standings.keySet().stream().filter(this::isContender).map(name -> contender(name, standings.get(name), contestants)).toList(),
        singles.map(s -> new SingleTasks(s.byTask(), s.errorsByTask())), tasks, UNIT, contestants.size(hard).multiplyAdds(), alone.get().multiplyAdds());
    String taken = advice.choice().taken().flatMap(one -> standings.keySet().stream().filter(name -> words(name).equals(one.words())).findFirst()).orElse(hard);
    standings.forEach((name, standing) -> candidates.add(candidate(name, standings, contestants, milliseconds.get(name), name.equals(taken))));
    return timed.withCandidates(candidates).withAdvice(advice(advice, alone.get(), contestants, milliseconds, taken));
  }

  private Map<String, PairedDelta> standings(Contestants contestants) {
    Compat compat = config.compat().toCompat();
    List<Task> tasks = config.tasks().stream().map(t -> t.of(data)).toList();
    PartedEvaluation reference = contestants.onValidation(hard);
    Map<String, PairedDelta> standings = new LinkedHashMap<>();
    contestants.models().keySet().forEach(name -> standings.put(name,
        PairedDelta.of(tasks, name.equals(hard) ? reference : contestants.onValidation(name), reference, compat::deltaMetrics)));
    return standings;
  }

  /** Whether a model is on offer beside hard sharing and single-task models: comparisons are there to compare with. */
  private boolean isContender(String name) {
    return source(name).equals(RunCandidate.FOUND);
  }

  private static Contender contender(String name, PairedDelta standing, Contestants contestants) {
    return new Contender(Contender.Kind.FOUND, words(name), contestants.size(name).multiplyAdds(), standing.gain(), standing.standardError(), standing.byTask());
  }

  private static String words(String name) {
    return name.equals(RunResult.SEARCH) ? "the found model" : "the model of " + name;
  }

  private RunCandidate candidate(String name, Map<String, PairedDelta> all, Contestants contestants, double milliseconds, boolean taken) {
    List<Contender> points = new ArrayList<>();
    all.forEach((other, standing) -> points.add(contender(other, standing, contestants)));
    boolean onFront = Front.of(points).stream().anyMatch(point -> point.words().equals(words(name)));
    PairedDelta standing = all.get(name);
    RunStanding stands = new RunStanding(standing.standardError(), onFront, standing.byTask(), standing.errorsByTask(), Map.of(), OptionalInt.empty());
    boolean other = isContender(name) && !name.equals(RunResult.SEARCH);
    return new RunCandidate(source(name), other ? name : "", contestants.size(name), OptionalDouble.of(milliseconds), OptionalDouble.of(standing.gain()), taken,
        Optional.of(stands));
  }

  private String source(String name) {
    if (name.equals(hard)) {
      return RunCandidate.HARD;
    }
    if (name.equals(single)) {
      return RunCandidate.SINGLE;
    }
    return Baseline.all().stream().anyMatch(baseline -> baseline.isComparison() && baseline.id().equals(name)) ? RunCandidate.RANDOM : RunCandidate.FOUND;
  }

  private RunAdvice advice(Recommendation advice, ModelSize alone, Contestants contestants, Map<String, Double> milliseconds, String name) {
    ModelSize taken = contestants.size(name);
    ModelSize sharing = contestants.size(hard);
    Map<String, RunAdvice.Share> cost = new LinkedHashMap<>();
    cost.put("macs", share(taken.multiplyAdds(), sharing.multiplyAdds(), alone.multiplyAdds()));
    cost.put("parameters", share(taken.parameters(), sharing.parameters(), alone.parameters()));
    cost.put("latency_ms", share(milliseconds.get(name), milliseconds.get(hard), latencies.singleTasks().orElseGet(() -> milliseconds.get(single))));
    Optional<Contender> chosen = advice.choice().taken();
    return new RunAdvice(chosen.map(Contender::words).orElse("hard sharing"), advice.alone(), advice.sentence(), chosen.map(Contender::gain).orElse(0.0),
        chosen.map(Contender::standardError).orElse(0.0), cost);
  }

  private static RunAdvice.Share share(double value, double hard, double single) {
    return new RunAdvice.Share(value / hard, value / single);
  }
}
