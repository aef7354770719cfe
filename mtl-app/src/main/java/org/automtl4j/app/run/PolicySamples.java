package org.automtl4j.app.run;

import java.util.List;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.automtl4j.train.automtl.config.StageName;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.method.MethodChoice;
import org.automtl4j.train.method.NetworkRequest;

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
    RunConfig config = RunConfig.resolve(folder.file(RunFolder.CONFIG).toString(), assignments);
    AutoMtlSettings settings = config.method().as(AutoMtlSettings.class).orElseThrow(() -> new InvalidInputException(folder.path()
        + ": found a run of the method " + config.method().name() + ", allowed: one of automtl, which leaves policies to draw from"));
    if (!settings.stages().contains(StageName.SEARCH)) {
      throw new InvalidInputException(folder.path() + ": found a run of the stages " + settings.stages()
          + ", allowed: one with SEARCH, which leaves policies to draw from");
    }
    MultiTaskDataSet data = config.openData();
    NetworkRequest request = NetworkRequests.of(config, data);
    MethodChoice<?> method = config.method().choice();
    Network network = method.network(request);
    try (Parameters parameters = method.parameters(network, request)) {
      method.method().start(folder.file(RunFolder.SUPER_MODEL), network, parameters);
      try (Trainer trainer = Trainers.of(config.with("seed=" + seed), RunResult.SEARCH, network, parameters, data, listeners)) {
        return trainer.run(settings.sample());
      }
    }
  }
}
