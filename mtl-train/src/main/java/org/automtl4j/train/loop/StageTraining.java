package org.automtl4j.train.loop;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.checkpoint.Checkpoints;
import org.automtl4j.train.checkpoint.Progress;
import org.automtl4j.train.checkpoint.SettingsByFormat;
import org.automtl4j.train.checkpoint.TrainingSettings;
import org.automtl4j.train.checkpoint.TrainingState;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.evaluate.BestSoFar;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.evaluate.Evaluator;
import org.automtl4j.train.evaluate.NetworkPredictor;
import org.automtl4j.train.evaluate.Validation;
import org.automtl4j.train.evaluate.ValidationTracker;
import org.automtl4j.train.listener.ChoiceSnapshot;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.StageStopped;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.listener.Validated;
import org.automtl4j.train.method.Continuation;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.Relay;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.method.settings.Dependencies;
import org.automtl4j.train.method.settings.MeanIouWords;
import org.automtl4j.train.method.settings.RunSettings;
import org.automtl4j.train.optimizer.OptimizerState;
import org.automtl4j.train.step.IdleUpdates;
import org.automtl4j.train.step.Phase;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one {@link StageTask}: the loop, and around it listeners, validation, early stopping and checkpoints. Goes on from a checkpoint where there is one. */
public final class StageTraining {
  private static final Logger LOG = LoggerFactory.getLogger(StageTraining.class);
  /** How often the policies of a search are told to listeners, about. */
  private static final int SNAPSHOTS = 100;

  private final StageTask task;
  private final LoopSettings settings;
  private final StageLoop loop;
  private final Progress start;
  private final Validation validation;
  private final ValidationTracker tracker;
  /** The weights of the best validation, where there is no file that has them. */
  private Optional<Parameters> best = Optional.empty();
  private final EpochClock epochs;
  private double secondsBefore;
  private long startNanos;

  private StageTraining(StageTask task, LoopSettings settings, StageLoop loop, Progress start) {
    this.task = task;
    this.settings = settings;
    this.loop = loop;
    this.start = start;
    this.validation = MeanIouWords.begun(MeanIouWords.found(start.settings()), settings.validation(), task.network().tasks());
    this.tracker = new ValidationTracker(validation, task.network().tasks(), settings.habits()::deltaMetrics, start.validation());
    this.secondsBefore = start.seconds();
    int batches = task.phases().get(0).handling().batches();
    this.epochs = new EpochClock(settings.data().size(Split.TRAIN) / (settings.batchSize() * batches), start.seconds(), start.waitSeconds());
  }

  /**
   * Runs a task to its end, or finds that an earlier process did, and tells where others can go on.
   *
   * @param task what is trained
   * @param settings of the run
   * @param idle remembers which parameters of the model have had a gradient
   * @return how far it got, and for one of several trainings that follow each other what its update rules remember
   */
  public static Continuation run(StageTask task, LoopSettings settings, IdleUpdates idle) {
    Dependencies all = RunSettings.of(settings, task.network()).and(task.settings());
    Optional<Checkpoints> checkpoints = settings.checkpoints();
    int unit = checkpoints.map(Checkpoints::nextUnit).orElse(0);
    try (StageLoop loop = new StageLoop(task, settings, idle)) {
      Progress beginning =
          new Progress(unit, settings.model(), task.name(), all.byFormat().now(), 0, false, 0, 0, loop.counts(), loop.streams(), Map.of(), Map.of(), List.of(),
              BestSoFar.NONE, List.of(), Map.of());
      Optional<TrainingState> found = checkpoints.flatMap(c -> c.find(beginning, words -> inTheWordsOf(words, all, settings, task))).map(state -> taken(task, settings, state));
      found.ifPresent(state -> restore(task, state));
      if (found.isPresent() && found.get().progress().finished()) {
        return new Continuation(found.get().progress(), kept(task, found.get().optimizers()));
      }
      Optional<Continuation> begin = task.relay().flatMap(Relay::begin).filter(b -> found.isEmpty());
      begin.ifPresent(b -> task.phases().forEach(phase -> phase.learning().restore(phase.name(), b.copy().optimizers())));
      Progress start = found.map(TrainingState::progress).or(() -> begin.map(b -> b.beginning(beginning))).orElse(beginning);
      if (found.isPresent() || begin.isPresent()) {
        loop.restore(start, found.map(TrainingState::optimizers).or(() -> begin.map(Continuation::optimizers)).orElse(Map.of()));
      }
      Progress end = new StageTraining(task, settings, loop, start).run();
      return new Continuation(end, kept(task, loop.balancing()));
    } finally {
      task.phases().forEach(phase -> phase.learning().close());
    }
  }

  /** What the update rules and the balancing of a training remember with which others go on. */
  private static Map<String, OptimizerState> kept(StageTask task, Map<String, OptimizerState> balancing) {
    Map<String, OptimizerState> kept = new LinkedHashMap<>();
    if (task.relay().isPresent()) {
      task.phases().forEach(phase -> phase.learning().states(phase.name()).forEach((key, state) -> kept.put(key, state.copy())));
      balancing.forEach((key, state) -> {
        if (key.startsWith(BalancerState.IN_CHECKPOINTS)) {
          kept.put(key, state.copy());
        }
      });
    }
    return kept;
  }

  /** A training that began by another mean IoU of the same name may go on, by the one that it began with. */
  private static SettingsByFormat inTheWordsOf(TrainingSettings found, Dependencies wanted, LoopSettings settings, StageTask task) {
    return MeanIouWords.found(found).filter(words -> MeanIouWords.goesOn(Optional.of(words), settings.validation(), task.network().tasks()))
        .map(wanted::comparedBy).orElse(wanted).byFormat();
  }

  private static TrainingState taken(StageTask task, LoopSettings settings, TrainingState state) {
    return state.progress().finished() ? state : settings.habits().resumed(task, state);
  }

  private static void restore(StageTask task, TrainingState state) {
    Parameters parameters = task.parameters();
    set(parameters, state);
    task.phases().forEach(phase -> phase.learning().restore(phase.name(), state.optimizers()));
  }

  private Progress run() {
    if (start.iteration() > 0) {
      LOG.info("{}: going on after {} of {} iterations", task.name(), start.iteration(), task.iterations());
      validation.metric().filter(m -> !MeanIouWords.means(settings.validation(), m, task.network().tasks()))
          .ifPresent(m -> LOG.warn("{}: its validations are compared by {}, as when it began", task.name(), m));
    }
    startNanos = System.nanoTime();
    tell(l -> l.stageStarted(new StageStarted(settings.model(), task.name(), task.iterations(), start.iteration())));
    try {
      return train();
    } catch (RuntimeException | Error e) {
      tellStopped(e);
      throw e;
    }
  }

  /** What ends the stage is not to be lost over a listener that fails as well. */
  private void tellStopped(Throwable why) {
    try {
      tell(l -> l.stageStopped(new StageStopped(settings.model(), task.name(), String.valueOf(why.getMessage()))));
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private Progress train() {
    stopWhereAsked(start.iteration());
    int done = start.iteration();
    // A stage whose patience was over when its last checkpoint was written has nothing more to do.
    if (!patienceIsOver()) {
      try {
        done = loop.run(start.iteration(), task.iterations(), task::phase, this::iterationDone);
      } catch (DivergedException e) {
        throw diverged(e);
      }
    }
    return end(done);
  }

  private Progress end(int done) {
    takeBest();
    List<Evaluation> evaluation = task.judgement().atEnd() ? List.of(validate(task.judgement().view().apply(task.phase(Math.max(0, done - 1))))) : List.of();
    double seconds = seconds();
    epochs.rest(settings.model(), task.name(), done, seconds, loop.waitSeconds()).ifPresent(e -> tell(l -> l.epochEnded(e)));
    tell(l -> l.stageEnded(new StageEnded(settings.model(), task.name(), done, seconds, loop.waitSeconds(), loop.unlabelled())));
    Progress progress = progress(done, true, evaluation);
    settings.checkpoints().ifPresent(c -> c.write(new TrainingState(progress, evaluation.isEmpty() ? parameters() : Map.of(), task.relay().isPresent() ? optimizers() : Map.of())));
    return progress;
  }

  /** Tells listeners, validates, writes a checkpoint where it is time; gives whether to go on. */
  private boolean iterationDone(StageLoop.Done iteration) {
    int done = iteration.iteration() + 1;
    Phase phase = iteration.phase();
    IterationDone event = new IterationDone(settings.model(), task.name(), phase.name(), iteration.iteration(), task.iterations(), iteration.losses(),
        iteration.terms(), phase.learning().learningRates(iteration.iteration()), iteration.scalars(), seconds(), loop.waitSeconds());
    tell(l -> l.iterationDone(event));
    if (done % Math.max(1, task.iterations() / SNAPSHOTS) == 0 || done == task.iterations()) {
      List<ChoiceSnapshot.Choice> choices = task.choices().get();
      if (!choices.isEmpty()) {
        ChoiceSnapshot snapshot = new ChoiceSnapshot(settings.model(), task.name(), done, choices);
        tell(l -> l.choicesSeen(snapshot));
      }
    }
    int every = settings.validation().every();
    if (task.judgement().duringTraining() && every > 0 && done % every == 0) {
      validate(done, phase);
    }
    epochs.iterationDone(settings.model(), task.name(), done, seconds(), loop.waitSeconds()).ifPresent(e -> tell(l -> l.epochEnded(e)));
    settings.stop().iterationDone();
    if (done == task.iterations()) {
      return false;
    }
    if (patienceIsOver()) {
      LOG.info("{}: ends after {} iterations, since {} validations were no better than the one after {} iterations", task.name(), done, tracker.best().worse(),
          tracker.best().iteration());
      return false;
    }
    stopWhereAsked(done);
    settings.checkpoints().filter(c -> c.due(done)).ifPresent(c -> c.write(state(done)));
    return true;
  }

  private boolean patienceIsOver() {
    return task.judgement().duringTraining() && task.judgement().comparable() && tracker.patienceIsOver();
  }

  private void validate(int done, Phase phase) {
    Evaluation evaluation = validate(task.judgement().view().apply(phase));
    tell(l -> l.validated(new Validated(settings.model(), task.name(), done, evaluation)));
    if (tracker.add(done, evaluation) && task.judgement().comparable()) {
      settings.checkpoints().ifPresent(c -> c.writeBest(new TrainingState(progress(done, false, List.of(evaluation)), parameters(), Map.of())));
      if (settings.validation().takeBest() && settings.checkpoints().isEmpty()) {
        best.ifPresentOrElse(b -> b.copyFrom(task.parameters()), () -> best = Optional.of(task.parameters().copy()));
      }
    }
  }

  private Evaluation validate(View view) {
    try (NetworkPredictor predictor = new NetworkPredictor(task.network(), task.parameters(), view)) {
      return Evaluator.evaluate(predictor, task.network().tasks(), settings.data(), Split.VAL, settings.batchSize(),
          t -> MeanIouWords.options(settings.metricOptions(t), validation.metric(), t), settings::loss);
    }
  }

  private void stopWhereAsked(int done) {
    if (Thread.currentThread().isInterrupted()) {
      settings.stop().request("interrupted");
    }
    settings.stop().reason().ifPresent(reason -> {
      // The mark of an interrupted thread would also stop the writing of the file.
      boolean interrupted = Thread.interrupted();
      try {
        Optional<Path> file = settings.checkpoints().map(c -> c.write(state(done)));
        throw new TrainingStoppedException(reason, task.name(), done, file);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    });
  }

  private InvalidInputException diverged(DivergedException e) {
    String where = settings.checkpoints().map(c -> "; its state is in " + c.writeDiverged(state(loop.iteration())) + " to look at").orElse("");
    return new InvalidInputException(e.getMessage() + where, e);
  }

  private TrainingState state(int done) {
    return new TrainingState(progress(done, false, List.of()), parameters(), optimizers());
  }

  private Map<String, OptimizerState> optimizers() {
    Map<String, OptimizerState> optimizers = new LinkedHashMap<>();
    task.phases().forEach(phase -> optimizers.putAll(phase.learning().states(phase.name())));
    optimizers.putAll(loop.balancing());
    return optimizers;
  }

  private Map<String, INDArray> parameters() {
    Map<String, INDArray> all = new LinkedHashMap<>();
    task.parameters().all().forEach(p -> all.put(p.name(), p.array()));
    return all;
  }

  /** Takes a state's numbers over and gives their memory back. Older files of a hard path also have the branches that no task takes, as they began. */
  private static void set(Parameters parameters, TrainingState state) {
    state.parameters().forEach((name, values) -> {
      if (parameters.contains(name)) {
        parameters.set(name, values);
      }
      values.close();
    });
  }

  private void takeBest() {
    Parameters parameters = task.parameters();
    best.ifPresent(parameters::copyFrom);
    if (settings.validation().takeBest() && tracker.best().iteration() > 0 && task.judgement().comparable()) {
      settings.checkpoints().ifPresent(c -> c.best(start).ifPresentOrElse(state -> set(parameters, state),
          () -> LOG.warn("{}: the file of the best validation in {} is gone; the stage ends with its last weights", task.name(), c.folder())));
    }
  }

  private Progress progress(int done, boolean finished, List<Evaluation> evaluation) {
    return new Progress(start.unit(), start.model(), start.stage(), start.settings(), done, finished, seconds(), loop.waitSeconds(), loop.counts(),
        loop.streams(), loop.dropout(), loop.cursors(), loop.moved(), tracker.best(), evaluation, loop.unlabelled());
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - startNanos) * 1e-9;
  }

  private void tell(Consumer<TrainingListener> event) {
    settings.listeners().forEach(event);
  }
}
