package org.automtl4j.app.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
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
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.PolicyDistribution;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.ModelFormat;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.SuperModelFile;
import org.automtl4j.graph.network.Role;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.automtl4j.train.automtl.config.StageName;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.grow.BudgetCheck;
import org.automtl4j.train.grow.Grown;
import org.automtl4j.train.listener.TrainingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a configuration: its stages, its baselines, and the table that compares them. */
public final class Experiment {
  private static final Logger LOG = LoggerFactory.getLogger(Experiment.class);

  private final RunConfig config;
  private final AutoMtlSettings settings;
  private final MultiTaskDataSet data;
  private final SuperModel superModel;
  private final Optional<Architecture> given;

  private Experiment(RunConfig config) {
    this.config = config;
    this.settings = GrowStages.like(config);
    this.data = config.openData();
    readFirstSamples();
    this.superModel = SuperModels.of(config, data);
    checkStages();
    superModel.checkSize(data.height(), data.width());
    GrowStages.of(config).ifPresent(grow -> BudgetCheck.counted(superModel, grow.budget().budgets(), data.height(), data.width()));
    superModel.checkSize(data.height(Split.TRAIN), data.width(Split.TRAIN));
    this.given = config.architecture().map(file -> Architecture.read(file).checkedAgainst(superModel));
    if (settings.stages().contains(StageName.POST)) {
      // What model.zip cannot express is better known before the training than after it.
      ModelFormat.DL4J.check(superModel, data.height(), data.width());
    }
    config.initialModel().ifPresent(file -> SuperModelFile.load(file, superModel));
  }

  /** A search that has nothing to choose is better known before the pre-training than after it. */
  private void checkStages() {
    if (settings.stages().contains(StageName.SEARCH) && superModel.policyNodes().isEmpty()) {
      throw new InvalidInputException("stages: found " + settings.stages() + ", but " + (superModel.isSingleTask()
          ? "one task ('" + superModel.tasks().get(0).name() + "') has nothing to share: set stages to [POST], or name more tasks"
          : "policySearch.shareBottom leaves no convolution for which tasks could choose: set stages to [POST], or lower it"));
    }
  }

  /** Pictures of a wrong size, in the test split too, are better known before the training than after it. */
  private void readFirstSamples() {
    Stream.of(Split.values()).filter(split -> data.size(split) > 0).forEach(split -> data.sample(split, 0, 0));
  }

  /**
   * @param config what to run
   * @return the experiment, with its data set open and its super-model built
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
   * Takes a few steps on a copy of the super-model to tell what the run will take.
   *
   * @return time and memory
   * @throws InvalidInputException if the memory that this process may take does not do for the run; no step has been taken then
   */
  public RunEstimate estimate() {
    try (Trainer trainer = Trainers.of(config, RunResult.SEARCH, superModel, data)) {
      long prefetch = PrefetchedBatches.bytes(config, data);
      return RunEstimate.of(config, trainer.measureCost(memory -> memory.checkFits(new RunMemory(config, memory, prefetch).arrays())), prefetch);
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
        Trainer trainer = Trainers.of(worded, RunResult.SEARCH, superModel, data, folder, RunResult.SEARCH, control.stop(), listeners);
        SideTraining side = new SideTraining(config)) {
      if (settings.stages().contains(StageName.POST)) {
        PostTraining likeIt = settings.post(Architecture.argmax(superModel));
        Baselines baselines = new Baselines(worded, data, folder, control.stop(), recorder);
        side.start(() -> train(b -> !b.isComparison() && !GrowStages.includes(config, b), baselines, likeIt, contestants, seconds));
      }
      StepTimes times = LatencyFile.open(folder, threads(config));
      Optional<Grown> grown = GrowStages.of(config).map(grow -> GrowStages.run(grow, trainer, data, times, folder, contestants,
          (stage, work) -> timed(seconds, stage, trainer::trainedSeconds, work)));
      Optional<Architecture> found = grown.isPresent() ? Optional.empty() : search(trainer, folder, seconds);
      found.ifPresent(a -> folder.write(RunFolder.ARCHITECTURE, a.toJson()));
      if (grown.isEmpty() && settings.stages().contains(StageName.POST)) {
        PostTraining stage = settings.post(found.orElseGet(this::given));
        timed(seconds, "post", trainer::trainedSeconds, () -> post(trainer, stage, folder, contestants));
        train(Baseline::isComparison, new Baselines(worded, data, folder, control.stop(), listeners), stage, contestants, seconds);
      }
      side.finish();
      recorder.replay(listeners);
      Advisor advisor = new Advisor(worded, data, superModel, times);
      RunResult result = advisor.advised(contestants.result(policyConfidence(), seconds).withWaitSeconds(waits.seconds())
          .withCandidates(candidates.candidates(advisor::milliseconds)), contestants, grown);
      folder.write(RunFolder.RESULT, result.toJson());
      report(folder);
      return result;
    }
  }

  static int threads(RunConfig config) {
    return config.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  /** The result is safe by now, and further runs may wait: a page that cannot be made is no reason to stop. */
  private static void report(RunFolder folder) {
    try {
      HtmlReport.write(folder);
    } catch (RuntimeException e) {
      LOG.error("{} could not be made", folder.file(RunFolder.REPORT), e);
    }
  }

  private void train(
      Predicate<Baseline> which, Baselines baselines, PostTraining stage, Contestants contestants, Map<String, Double> seconds) {
    config.baselines().stream()
        .filter(which)
        .forEach(b -> timed(seconds, b.id(), baselines::trainedSeconds, () -> baselines.train(b, superModel, stage, contestants)));
  }

  /** Runs the stages before post-training; gives the architecture that they lead to, if they go as far as that. */
  private Optional<Architecture> search(Trainer trainer, RunFolder folder, Map<String, Double> seconds) {
    if (settings.stages().contains(StageName.PRE)) {
      timed(seconds, "pre", trainer::trainedSeconds, () -> trainer.run(settings.pre()));
      SuperModelFile.save(superModel, folder.file(RunFolder.SUPER_MODEL));
    }
    if (settings.stages().contains(StageName.SEARCH)) {
      timed(seconds, "search", trainer::trainedSeconds, () -> trainer.run(settings.search()));
      SuperModelFile.save(superModel, folder.file(RunFolder.SUPER_MODEL));
    }
    if (!settings.keepsWeights()) {
      superModel.parameters().closeAllBut(Role.CHOICE);
    }
    if (!settings.stages().contains(StageName.SAMPLE)) {
      return Optional.empty();
    }
    AtomicReference<Architecture> found = new AtomicReference<>();
    timed(seconds, "sample", trainer::trainedSeconds, () -> found.set(trainer.run(settings.sample())));
    return Optional.of(found.get());
  }

  /** The architecture to train where none is sampled: the configured one, or each policy's likeliest branch. */
  private Architecture given() {
    return given.orElseGet(() -> Architecture.argmax(superModel));
  }

  private Map<String, Double> policyConfidence() {
    Map<String, Double> confidence = new LinkedHashMap<>();
    if (settings.stages().contains(StageName.SEARCH)) {
      superModel.tasks().forEach(t -> confidence.put(t.name(), PolicyDistribution.of(superModel, t.name()).meanLargest()));
    }
    return confidence;
  }

  private void post(Trainer trainer, PostTraining stage, RunFolder folder, Contestants contestants) {
    MultiTaskModel model = trainer.run(stage);
    Optional<Architecture> architecture = Optional.of(stage.architecture());
    contestants.add(RunResult.SEARCH, model, ModelSize.of(model.superModel(), Stage.HARD, architecture, data.height(), data.width()));
    model.save(folder.file(RunFolder.MODEL));
  }

  /** Notes the wall time of some work: where an earlier process did a part of it, the longer time that the trainers know of. */
  private static void timed(Map<String, Double> seconds, String stage, DoubleSupplier trained, Runnable work) {
    double before = trained.getAsDouble();
    long start = System.nanoTime();
    work.run();
    seconds.put(stage, Math.max((System.nanoTime() - start) * 1e-9, trained.getAsDouble() - before));
  }
}
