package org.automtl4j.train.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.supermodel.Architecture;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.config.RunConfig;
import org.automtl4j.train.config.TaskConfig;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.report.PolicyFile;
import org.automtl4j.train.report.RunFolder;

/** Draws further architectures from the policies that a run has searched. */
public final class PolicySamples {
  private PolicySamples() {}

  /**
   * The stage SAMPLE once more, on what the run's search has left.
   *
   * @param folder the run's folder
   * @param assignments changes of the run's configuration, such as {@code "sampling.candidates=8"}
   * @param seed seed of what is drawn; the data stay those of the run
   * @param listeners who is told
   * @return the architecture
   * @throws InvalidInputException if the run has no policies, or they are not those of its configuration
   */
  public static Architecture draw(RunFolder folder, List<String> assignments, long seed, TrainingListener... listeners) {
    Path policies = folder.file(RunFolder.POLICIES);
    if (!Files.isRegularFile(policies)) {
      throw new InvalidInputException(policies + ": no such file; only a run with the stage SEARCH has policies to draw from");
    }
    RunConfig config = RunConfig.resolve(folder.file(RunFolder.CONFIG).toString(), assignments);
    MultiTaskDataSet data = config.data().open(config.seed(), config.tasks().stream().map(TaskConfig::name).toList());
    SuperModel model = SuperModels.of(config, data);
    PolicyFile.load(policies, model);
    try (Trainer trainer = Trainers.of(config.with("seed=" + seed), model, data, listeners)) {
      return trainer.run(Stages.sampling(config));
    }
  }
}
