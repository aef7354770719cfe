package org.automtl4j.train.method;

import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.automtl4j.train.evaluate.Evaluation;

/** What the engine gives to a stage. */
public interface StageContext {

  /** @return the network that is trained */
  Network network();

  /** @return its numbers, which are trained in place */
  Parameters parameters();

  /** @return what all stages of the run share: data, batch size, seed, weights of tasks, losses, listeners */
  LoopSettings settings();

  /**
   * Trains from the first to the last iteration, or from where a checkpoint is; not at all if an earlier process has done it.
   *
   * @param task what is trained
   * @return what it came to
   */
  default StageReport train(StageTask task) {
    return train(task, settings().data());
  }

  /**
   * The same on other data than the run's, such as the run's with its training samples parted for a search.
   *
   * @param task what is trained
   * @param data where its batches come from
   * @return what it came to
   */
  StageReport train(StageTask task, MultiTaskDataSet data);

  /**
   * @param network the structure
   * @param parameters its numbers
   * @param view what is judged
   * @param split on what
   * @return the figures
   */
  Evaluation evaluate(Network network, Parameters parameters, View view, Split split);
}
