package org.automtl4j.train.listener.internal.tensorboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.PolicySnapshot;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.listener.Validated;

/**
 * Losses, learning rate, temperature, policies and validations as scalars. Each stage of each model is a run of TensorBoard's, {@code search/post-train} beside
 * {@code hard/hard-sharing}, so that equal tags lie over each other. The step is the number of iterations done.
 */
public final class TensorBoardFiles implements TrainingListener {
  private final Path folder;
  private Optional<EventFile> file = Optional.empty();

  /**
   * @param folder what TensorBoard is pointed to
   */
  public TensorBoardFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public void stageStarted(StageStarted event) {
    close();
    try {
      file = Optional.of(new EventFile(folder.resolve(name(event.model())).resolve(name(event.stage())), event.from()));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private static String name(String text) {
    return text.replaceAll("[^A-Za-z0-9_.-]+", "-");
  }

  @Override
  public void iterationDone(IterationDone event) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    event.losses().forEach((task, loss) -> scalars.put("loss/" + task, loss));
    event.regularisers().forEach((task, value) -> scalars.put("regulariser/" + task, value));
    scalars.put("learning_rate/" + event.phase(), event.learningRate());
    if (event.temperature() > 0) {
      scalars.put("temperature", event.temperature());
    }
    write(event.iteration() + 1, scalars);
  }

  @Override
  public void policiesSeen(PolicySnapshot event) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    event.meanLargest().forEach((task, value) -> scalars.put("policy/" + task + "/mean_largest", value));
    event.probabilities().forEach((task, layers) -> layers.forEach((layer, values) -> {
      List<Branch> branches = List.of(Branch.values());
      branches.forEach(branch -> scalars.put("policy/" + task + "/" + layer + "/" + branch.label(), values.get(branch.ordinal())));
    }));
    write(event.iteration(), scalars);
  }

  @Override
  public void validated(Validated event) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    event.evaluation().losses().forEach((task, loss) -> scalars.put(event.evaluation().split().id() + "/" + task + "/loss", loss));
    event.evaluation().metrics()
        .forEach((task, values) -> values.forEach(v -> scalars.put(event.evaluation().split().id() + "/" + task + "/" + v.name(), v.value())));
    write(event.iteration(), scalars);
  }

  @Override
  public void stageEnded(StageEnded event) {
    close();
  }

  private void write(int step, Map<String, Double> scalars) {
    try {
      file.orElseThrow(() -> new IllegalStateException("no stage has started")).write(step, scalars);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private void close() {
    try {
      if (file.isPresent()) {
        file.get().close();
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    file = Optional.empty();
  }

  private UncheckedIOException cannotWrite(IOException e) {
    return new UncheckedIOException("cannot write event files in " + folder + ": " + e.getMessage(), e);
  }
}
