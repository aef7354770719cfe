package org.automtl4j.train;

import java.util.Map;
import java.util.function.Consumer;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.metric.TaskMetric;
import org.automtl4j.data.metric.TaskMetrics;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.automtl.StageRunner;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.evaluate.Evaluator;
import org.automtl4j.train.loop.LoopSettings;
import org.automtl4j.train.loop.StepProbe;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Trains a super-model on a data set, stage by stage. Each stage starts from what the one before left in the super-model's parameters and can also be run
 * alone:
 *
 * <pre>{@code
 * trainer.run(PreTraining.builder().iterations(10_000).build());
 * trainer.run(PolicySearch.builder().iterations(20_000).build());
 * Architecture found = trainer.run(PolicySampling.builder().candidates(8).build());
 * MultiTaskModel model = trainer.run(PostTraining.builder(found).iterations(30_000).build());
 * }</pre>
 *
 * <p>Same seed, same machine, same thread count: same bits. Not thread-safe.
 */
public final class Trainer implements AutoCloseable {
  private final SuperModel superModel;
  private final LoopSettings settings;
  private final StageRunner runner;

  Trainer(SuperModel superModel, LoopSettings settings) {
    this.superModel = superModel;
    this.settings = settings;
    this.runner = new StageRunner(superModel, settings);
  }

  /**
   * @param superModel what is trained, in place
   * @param data where batches come from; it must have a label for every task of the model
   * @return a builder
   */
  public static TrainerBuilder builder(SuperModel superModel, MultiTaskDataSet data) {
    return new TrainerBuilder(superModel, data);
  }

  /**
   * Trains all branches together, each node's output being their mean.
   *
   * @param stage its settings
   */
  public void run(PreTraining stage) {
    runner.preTrain(stage);
  }

  /**
   * Trains policies and weights in turn.
   *
   * @param stage its settings
   * @throws InvalidInputException if the super-model has a single task, so that there is nothing to choose
   */
  public void run(PolicySearch stage) {
    runner.search(stage);
  }

  /**
   * Draws architectures from the policies, trains each shortly, and takes the best on the validation split. The super-model's parameters stay as they are.
   *
   * @param stage its settings
   * @return the architecture that goes on
   */
  public Architecture run(PolicySampling stage) {
    return runner.sample(stage);
  }

  /**
   * Trains a found architecture.
   *
   * @param stage its settings
   * @return the finished model, with weights of its own
   */
  public MultiTaskModel run(PostTraining stage) {
    return runner.postTrain(stage);
  }

  /**
   * Trains the hard-sharing baseline from fresh weights; on a super-model of one task, the single-task baseline.
   *
   * @param stage its settings
   * @return the finished model, with weights of its own
   */
  public MultiTaskModel run(HardSharing stage) {
    return runner.hardSharing(stage);
  }

  /**
   * @param model a finished model
   * @param split what it is judged on
   * @return its figures
   */
  public Evaluation evaluate(MultiTaskModel model, Split split) {
    return Evaluator.evaluate(images -> model.outputs(images), superModel.tasks(), settings.data(), split, settings.batchSize(),
        settings::metricOptions, settings::loss);
  }

  /**
   * Measures with metrics of one's own.
   *
   * @param model a finished model
   * @param split what it is judged on
   * @param own metrics by task, new ones; tasks that are not named have their kind's
   * @return its figures
   */
  public Evaluation evaluate(MultiTaskModel model, Split split, Map<String, TaskMetric> own) {
    own.keySet().forEach(superModel::task);
    return Evaluator.evaluateWith(images -> model.outputs(images), superModel.tasks(), settings.data(), split, settings.batchSize(),
        task -> own.containsKey(task.name()) ? own.get(task.name()) : TaskMetrics.of(task, settings.metricOptions(task)),
        settings::loss);
  }

  /**
   * Takes a few steps on a copy of the super-model to learn what training costs on this machine.
   *
   * @return what an iteration of the search stages and of the others costs
   * @throws org.automtl4j.core.InvalidInputException if the memory that this process may take does not do for pre-training with Adam
   */
  public TrainingCost measureCost() {
    return measureCost(memory -> memory.checkFits(memory.mixedStage(new Adam())));
  }

  /**
   * As {@link #measureCost()}, for training of another kind.
   *
   * @param check is told what training will take before the first step takes memory, and may refuse it
   * @return what an iteration of the search stages and of the others costs
   */
  public TrainingCost measureCost(Consumer<TrainingMemory> check) {
    try (StepProbe probe = new StepProbe(superModel, settings)) {
      TrainingMemory memory = probe.memory();
      check.accept(memory);
      return new TrainingCost(probe.mixedSeconds(), probe.plainSeconds(), memory);
    }
  }

  /** @return wall seconds of all stages so far; of a training that was resumed, those of all its parts */
  public double trainedSeconds() {
    return runner.trainedSeconds();
  }

  /** @return the super-model that is trained */
  public SuperModel superModel() {
    return superModel;
  }

  /** Frees nothing but what the trainer made: the super-model, the data set and finished models stay usable. */
  @Override
  public void close() {
    runner.close();
  }
}
