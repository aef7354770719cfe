package org.automtl4j.train.method;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;

/** Runs the stages of a recipe: skips those that are not wanted, times them, has their checkpoints written, and resumes. */
public interface Session {

  /** @return the network that is trained */
  Network network();

  /** @return its numbers, which stages change in place */
  Parameters parameters();

  /** @return where batches come from */
  MultiTaskDataSet data();

  /** @return of everything random */
  long seed();

  /**
   * Runs a training stage: from its checkpoint if there is one, not at all if it is over.
   *
   * @param <R> what it leads to
   * @param stage its settings
   * @return what it leads to, whether it ran now or earlier
   */
  <R> R run(TrainingStage<R> stage);

  /**
   * A stage of the recipe. Its work may call {@link #run} several times.
   *
   * @param <R> what it leads to
   * @param id as in {@link Recipe#stages}
   * @param work runs it
   * @return what it leads to; empty if the recipe does not name this stage, which is skipped then
   */
  <R> Optional<R> stage(String id, Supplier<R> work);

  /**
   * A stage that is one training.
   *
   * @param <R> what it leads to
   * @param id as in {@link Recipe#stages}
   * @param training its settings
   * @return what it leads to; empty if the recipe does not name this stage, which is skipped then
   */
  default <R> Optional<R> stage(String id, TrainingStage<R> training) {
    return stage(id, () -> run(training));
  }

  /**
   * Keeps a file beside the results, where a run has a folder; it appears whole or not at all.
   *
   * @param name of the file
   * @param write writes it
   */
  void keep(String name, Consumer<Path> write);

  /**
   * Keeps the architecture that was found, where a run has a folder.
   *
   * @param architecture what was found
   */
  void keep(Architecture architecture);

  /** @return how long steps of inference take on this machine; a run with a folder keeps what was measured */
  default StepTimes stepTimes() {
    return new StepTimes(Map.of(), measured -> {});
  }
}
