package org.automtl4j.train.baseline;

import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.automtl.BranchNetworks;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.Recipe;

/** Single-task models: a backbone of its own for every task. The numbers of no other branch are ever made. */
public final class SingleTaskMethod implements Method<BaselineSettings> {

  @Override
  public String name() {
    return "single-task";
  }

  @Override
  public String description() {
    return "A backbone of its own for every task: nothing is shared.";
  }

  @Override
  public Class<BaselineSettings> settings() {
    return BaselineSettings.class;
  }

  @Override
  public Network network(NetworkRequest request, BaselineSettings settings) {
    return BranchNetworks.of(request, BatchNormPolicy.TASK_SPECIFIC, 0);
  }

  @Override
  public Parameters parameters(Network network, NetworkRequest request) {
    return Plain.none(network);
  }

  @Override
  public Recipe recipe(BaselineSettings settings) {
    return new Plain("single", settings.postTraining(), new BranchView.TaskSpecific());
  }

  @Override
  public Optional<BaselineSettings> baseline(TrainingConfig like) {
    return Optional.of(new BaselineSettings(like));
  }

  /** A network of one task has a single branch of each layer, whatever its policies; checkpoints know those of the run. */
  @Override
  public Network baselineNetwork(NetworkRequest request, BaselineSettings settings, Network compared) {
    return compared instanceof BranchNetwork run ? BranchNetworks.of(request, run.batchNormPolicy(), run.sharedBottom()) : network(request, settings);
  }

  @Override
  public List<List<String>> baselineParts(List<String> tasks) {
    return tasks.stream().map(List::of).toList();
  }
}
