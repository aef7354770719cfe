package org.automtl4j.app.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.app.config.Baseline;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.Provenance;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.app.report.html.HtmlReport;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.method.Found;
import org.automtl4j.train.method.MethodChoice;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.Recipe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a configuration: its stages, its baselines, and the table that compares them. */
public final class Experiment {
  private static final Logger LOG = LoggerFactory.getLogger(Experiment.class);

  private final RunConfig config;
  private final MultiTaskDataSet data;
  private final NetworkRequest request;
  private final Recipe recipe;
  private final Network network;
  private final Parameters parameters;

  private Experiment(RunConfig config) {
    this.config = config;
    this.data = config.openData();
    readFirstSamples();
    this.request = NetworkRequests.of(config, data);
    MethodChoice<?> method = config.method().choice();
    this.recipe = method.recipe();
    this.network = method.network(request);
    this.parameters = method.parameters(network, request);
    recipe.check(network, parameters, data.height(), data.width());
    network.checkSize(data.height(Split.TRAIN), data.width(Split.TRAIN));
    config.initialModel().ifPresent(file -> method.method().start(file, network, parameters));
  }

  /** Pictures of a wrong size, in the test split too, are better known before the training than after it. */
  private void readFirstSamples() {
    Stream.of(Split.values()).filter(split -> data.size(split) > 0).forEach(split -> data.sample(split, 0, 0));
  }

  /**
   * @param config what to run
   * @return the experiment, with its data set open and its network built
   * @throws InvalidInputException if the configuration cannot work
   */
  public static Experiment of(RunConfig config) {
    return new Experiment(config);
  }

  /** @return the data set */
  public MultiTaskDataSet data() {
    return data;
  }

  /**
   * Takes a few steps on a copy of the network to tell what the run will take.
   *
   * @return time and memory
   * @throws InvalidInputException if the memory that this process may take does not do for the run; no step has been taken then
   */
  public RunEstimate estimate() {
    try (Trainer trainer = Trainers.of(config, RunResult.SEARCH, network, parameters, data)) {
      long prefetch = PrefetchedBatches.bytes(config, data);
      return RunEstimate.of(config, recipe, trainer.measureCost(recipe, memory -> memory.checkFits(new RunMemory(config, recipe, memory, prefetch).arrays())), prefetch);
    }
  }

  /**
   * Runs everything from the beginning and writes the run folder's files as they come to be. An experiment runs once, since it gives up what it needs no longer.
   *
   * @param folder where the files go
   * @param listeners who is told
   * @return the table
   */
  public RunResult run(RunFolder folder, TrainingListener... listeners) {
    return run(folder, RunControl.fresh(), listeners);
  }

  /**
   * Runs everything, or what an earlier process has not done yet, and writes the run folder's files as they come to be. A run that was interrupted and is
   * resumed leaves the files that it would have left otherwise, but for the times in them.
   *
   * @param folder where the files go
   * @param control whether it is resumed, and who can stop it
   * @param told who is told
   * @return the table
   * @throws org.automtl4j.train.checkpoint.TrainingStoppedException if it was asked to stop and can be resumed
   * @throws InvalidInputException if it is to be resumed with another configuration; the message names each difference
   */
  public RunResult run(RunFolder folder, RunControl control, TrainingListener... told) {
    try (RunLock lock = RunLock.of(folder)) {
      return runLocked(folder, control, told);
    }
  }

  private RunResult runLocked(RunFolder folder, RunControl control, TrainingListener... told) {
    WaitTimes waits = new WaitTimes();
    CandidateNotes candidates = new CandidateNotes();
    TrainingListener[] listeners = Stream.concat(Stream.of(told), Stream.of(waits, candidates)).toArray(TrainingListener[]::new);
    RunRecord begun = new RunRecord(config, folder);
    RunConfig worded = control.resume() ? begun.checked() : config;
    if (control.resume()) {
      folder.deleteDrafts();
    } else {
      begun.write(folder);
      folder.write(RunFolder.PROVENANCE, Provenance.now(data.fingerprint()).toJson());
    }
    folder.write(RunFolder.CONFIG, worded.toYaml());
    Map<String, Double> seconds = Collections.synchronizedMap(new LinkedHashMap<>());
    EventRecorder recorder = new EventRecorder(folder.file(RunFolder.CHECKPOINTS).resolve("events.jsonl"), control.resume());
    try (Contestants contestants = new Contestants(worded, data);
        Trainer trainer = Trainers.of(worded, RunResult.SEARCH, network, parameters, data, folder, RunResult.SEARCH, control.stop(), listeners);
        SideTraining side = new SideTraining(config)) {
      StepTimes times = LatencyFile.open(folder, config.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors()));
      Optional<TrainingConfig> like = recipe.finalTraining();
      like.ifPresent(training -> {
        Baselines beside = new Baselines(worded, data, folder, times, control.stop(), recorder);
        side.start(() -> config.baselines().stream().filter(b -> !b.isComparison() && !brings(b))
            .forEach(b -> timed(seconds, b, beside, () -> beside.train(b, request, network, training, contestants))));
      });
      Found found = recipe.run(new RunSession(recipe, trainer, data, config.seed(), folder, seconds, times));
      Baseline.all().stream().filter(this::brings).forEach(b -> contestants.add(b.id(), found.beside().get(b.method())));
      found.model().ifPresent(model -> {
        contestants.add(RunResult.SEARCH, model);
        model.save(folder.file(RunFolder.MODEL));
      });
      if (like.isPresent()) {
        Baselines after = new Baselines(worded, data, folder, times, control.stop(), listeners);
        config.baselines().stream().filter(Baseline::isComparison)
            .forEach(b -> timed(seconds, b, after, () -> after.compare(b, network, parameters, recipe.comparison(b.id(), found), contestants)));
      }
      side.finish();
      recorder.replay(listeners);
      Advisor advisor = new Advisor(worded, data, network, parameters, times);
      RunResult result = advisor.advised(contestants.result(found.confidence(), seconds).withWaitSeconds(waits.seconds())
          .withCandidates(candidates.candidates(advisor::milliseconds)), contestants, found.trials());
      folder.write(RunFolder.RESULT, result.toJson());
      report(folder);
      return result;
    }
  }

  /** Whether a baseline's model comes with the run's own, so that nobody has to train it. */
  private boolean brings(Baseline baseline) {
    return !baseline.isComparison() && recipe.brings().contains(baseline.method());
  }

  /** The result is safe by now, and further runs may wait: a page that cannot be made is no reason to stop. */
  private static void report(RunFolder folder) {
    try {
      HtmlReport.write(folder);
    } catch (RuntimeException e) {
      LOG.error("{} could not be made", folder.file(RunFolder.REPORT), e);
    }
  }

  private static void timed(Map<String, Double> seconds, Baseline baseline, Baselines trainings, Runnable work) {
    RunSession.timed(seconds, baseline.id(), trainings::trainedSeconds, () -> {
      work.run();
      return baseline;
    });
  }
}
