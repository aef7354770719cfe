package org.automtl4j.train.listener.internal.tensorboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.train.listener.ChoiceSnapshot;
import org.automtl4j.train.listener.IterationDone;
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
    event.otherTerms().forEach((name, values) -> values.forEach((task, value) -> scalars.put(name + "/" + task, value)));
    event.rates().forEach((group, rate) -> scalars.put("learning_rate/" + event.phase() + (group.isEmpty() || event.rates().size() == 1 ? "" : "/" + group), rate));
    event.otherScalars().forEach((name, value) -> scalars.put("scalar/" + name, value));
    if (event.temperature() > 0) {
      scalars.put("temperature", event.temperature());
    }
    write(event.iteration() + 1, scalars);
  }

  @Override
  public void choicesSeen(ChoiceSnapshot event) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    event.meanLargest().forEach((task, value) -> scalars.put("policy/" + task + "/mean_largest", value));
    event.choices().forEach(choice -> {
      List<String> options = choice.site().options();
      for (int i = 0; i < options.size(); i++) {
        scalars.put("policy/" + choice.task() + "/" + choice.site().key() + "/" + options.get(i), choice.probabilities().get(i));
      }
    });
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
