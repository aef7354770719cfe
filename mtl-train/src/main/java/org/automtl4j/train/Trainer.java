package org.automtl4j.train;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.metric.TaskMetric;
import org.automtl4j.data.metric.TaskMetrics;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.evaluate.Evaluator;
import org.automtl4j.train.loop.StageRunner;
import org.automtl4j.train.method.CostProbe;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.Recipe;
import org.automtl4j.train.method.TrainingStage;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Trains a network on a data set, stage by stage. Each stage starts from what the one before left in the parameters and can also be run alone:
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
  private final Network network;
  private final Parameters parameters;
  private final LoopSettings settings;
  private final StageRunner runner;

  Trainer(Network network, Parameters parameters, LoopSettings settings) {
    this.network = network;
    this.parameters = parameters;
    this.settings = settings;
    this.runner = new StageRunner(network, parameters, settings);
  }

  /**
   * @param superModel what is trained, in place
   * @param data where batches come from; it must have a label for every task of the model
   * @return a builder
   */
  public static TrainerBuilder builder(SuperModel superModel, MultiTaskDataSet data) {
    return new TrainerBuilder(superModel.network(), superModel.parameters(), data).seed(superModel.seed()).compat(Compat.OFF);
  }

  /**
   * @param network what is trained
   * @param parameters its numbers, which are trained in place
   * @param data where batches come from; it must have a label for every task of the network
   * @return a builder
   */
  public static TrainerBuilder builder(Network network, Parameters parameters, MultiTaskDataSet data) {
    return new TrainerBuilder(network, parameters, data);
  }

  /**
   * Runs a stage.
   *
   * @param <R> what it leads to
   * @param stage its settings
   * @return what it leads to
   * @throws InvalidInputException if the stage cannot train this network
   */
  public <R> R run(TrainingStage<R> stage) {
    return runner.run(stage);
  }

  /**
   * @param model a finished model
   * @param split what it is judged on
   * @return its figures
   */
  public Evaluation evaluate(MultiTaskModel model, Split split) {
    return Evaluator.evaluate(images -> model.outputs(images), network.tasks(), settings.data(), split, settings.batchSize(),
        settings::metricOptions, settings::loss);
  }

  /**
   * @param view what of the network is judged, with its numbers as they stand
   * @param split what it is judged on
   * @return its figures
   */
  public Evaluation evaluate(View view, Split split) {
    return runner.evaluate(network, parameters, view, split);
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
    own.keySet().forEach(network::task);
    return Evaluator.evaluateWith(images -> model.outputs(images), network.tasks(), settings.data(), split, settings.batchSize(),
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
    SuperModel model = superModel();
    return NetworkCost.measure(network, parameters.specs(), settings, probe -> {
      Optional<Architecture> drawn = model.isSingleTask() ? Optional.empty() : Optional.of(Architecture.sample(model, RandomStream.of(0, "probe")));
      ModelSize found = ModelSize.of(model, model.isSingleTask() ? Stage.COMMON : Stage.HARD, drawn, probe.height(), probe.width());
      return new CostProbe(new BranchView.Mean(), new BranchView.Common(), found.parameters() * model.dataType().width());
    }, check);
  }

  /**
   * As {@link #measureCost()}, for the stages of a method.
   *
   * @param recipe the stages
   * @param check is told what training will take before the first step takes memory, and may refuse it
   * @return what an iteration costs of stages that train the network's own numbers, and of those that train a model of its own
   */
  public TrainingCost measureCost(Recipe recipe, Consumer<TrainingMemory> check) {
    return NetworkCost.measure(network, parameters.specs(), settings, probe -> recipe.probe(network, parameters, probe.height(), probe.width()), check);
  }

  /** @return wall seconds of all stages so far; of a training that was resumed, those of all its parts */
  public double trainedSeconds() {
    return runner.trainedSeconds();
  }

  /** @return the network that is trained */
  public Network network() {
    return network;
  }

  /** @return its numbers */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * @return what is trained, as AutoMTL's super-model
   * @throws InvalidInputException if it is another network
   */
  public SuperModel superModel() {
    if (network instanceof BranchNetwork branches) {
      return SuperModel.of(branches, parameters, settings.seed());
    }
    throw new InvalidInputException("a network of method '" + network.method() + "' is trained, not AutoMTL's super-model");
  }

  /** Frees nothing but what the trainer made: networks' numbers, the data set and finished models stay usable. */
  @Override
  public void close() {
    // Loops close what they make; nothing outlives a stage.
  }
}
