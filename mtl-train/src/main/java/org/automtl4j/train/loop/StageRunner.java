package org.automtl4j.train.loop;

import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.automtl4j.train.checkpoint.Progress;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.evaluate.Evaluator;
import org.automtl4j.train.evaluate.NetworkPredictor;
import org.automtl4j.train.method.Continuation;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.StageReport;
import org.automtl4j.train.method.StageTask;
import org.automtl4j.train.method.TrainingStage;
import org.automtl4j.train.step.IdleUpdates;

/** Runs stages one after another on one network and its numbers. */
public final class StageRunner implements StageContext {
  private final Network network;
  private final Parameters parameters;
  private final LoopSettings settings;
  /** What the network's own numbers have been through; others that stages train begin anew. */
  private final IdleUpdates idle;
  private double trainedSeconds;

  /**
   * @param network the structure
   * @param parameters its numbers, which are trained in place
   * @param settings of the run
   */
  public StageRunner(Network network, Parameters parameters, LoopSettings settings) {
    this.network = network;
    this.parameters = parameters;
    this.settings = settings;
    this.idle = new IdleUpdates(settings.habits().idle());
  }

  /**
   * @param <R> what the stage leads to
   * @param stage a stage
   * @return what it leads to
   */
  public <R> R run(TrainingStage<R> stage) {
    return stage.run(this);
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public LoopSettings settings() {
    return settings;
  }

  @Override
  public StageReport train(StageTask task, MultiTaskDataSet data) {
    ProcessUsage.trim(); // or what earlier stages freed would lie beside what this one takes
    Continuation end = StageTraining.run(task, settings.withData(data), task.parameters() == parameters ? idle : new IdleUpdates(settings.habits().idle()));
    Progress progress = end.progress();
    trainedSeconds += progress.seconds();
    return new StageReport(progress.iteration(), progress.seconds(), progress.evaluation().stream().findFirst(), task.relay().map(relay -> end));
  }

  @Override
  public Evaluation evaluate(Network judged, Parameters numbers, View view, Split split) {
    try (NetworkPredictor predictor = new NetworkPredictor(judged, numbers, view)) {
      return Evaluator.evaluate(predictor, judged.tasks(), settings.data(), split, settings.batchSize(), settings::metricOptions, settings::loss);
    }
  }

  /** @return wall time of all stages so far; of a resumed run, that of all its parts */
  public double trainedSeconds() {
    return trainedSeconds;
  }
}
