package org.automtl4j.app.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.Session;
import org.automtl4j.train.method.StageOutline;
import org.automtl4j.train.method.TrainingStage;

/** Runs a recipe's stages with a trainer, which writes their checkpoints and goes on from them; notes their times, and keeps files in the run's folder. */
final class RunSession implements Session {
  private final Trainer trainer;
  private final MultiTaskDataSet data;
  private final long seed;
  private final RunFolder folder;
  private final List<String> wanted;
  private final Map<String, Double> seconds;
  private final StepTimes times;

  /**
   * @param recipe whose stages it runs
   * @param trainer what trains
   * @param data where batches come from
   * @param seed of everything random
   * @param folder where files are kept
   * @param seconds where the time of each stage is noted
   * @param times of steps of inference
   */
  RunSession(Recipe recipe, Trainer trainer, MultiTaskDataSet data, long seed, RunFolder folder, Map<String, Double> seconds, StepTimes times) {
    this.times = times;
    this.trainer = trainer;
    this.data = data;
    this.seed = seed;
    this.folder = folder;
    this.wanted = recipe.stages().stream().map(StageOutline::id).toList();
    this.seconds = seconds;
  }

  @Override
  public Network network() {
    return trainer.network();
  }

  @Override
  public Parameters parameters() {
    return trainer.parameters();
  }

  @Override
  public MultiTaskDataSet data() {
    return data;
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public <R> R run(TrainingStage<R> stage) {
    return trainer.run(stage);
  }

  @Override
  public <R> Optional<R> stage(String id, Supplier<R> work) {
    return wanted.contains(id) ? Optional.of(timed(seconds, id, trainer::trainedSeconds, work)) : Optional.empty();
  }

  /** Notes the wall time of some work: where an earlier process did a part of it, the longer time that the trainers know of. */
  static <R> R timed(Map<String, Double> seconds, String stage, DoubleSupplier trained, Supplier<R> work) {
    double before = trained.getAsDouble();
    long start = System.nanoTime();
    R result = work.get();
    seconds.put(stage, Math.max((System.nanoTime() - start) * 1e-9, trained.getAsDouble() - before));
    return result;
  }

  @Override
  public void keep(String name, Consumer<Path> write) {
    write.accept(folder.file(name));
  }

  @Override
  public StepTimes stepTimes() {
    return times;
  }

  @Override
  public void keep(Architecture architecture) {
    folder.write(RunFolder.ARCHITECTURE, architecture.toJson());
  }
}
