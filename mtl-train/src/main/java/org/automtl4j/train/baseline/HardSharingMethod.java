package org.automtl4j.train.baseline;

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

/** Hard sharing: one backbone that all tasks share. The numbers of no other branch are ever made. */
public final class HardSharingMethod implements Method<BaselineSettings> {

  @Override
  public String name() {
    return "hard-sharing";
  }

  @Override
  public String description() {
    return "One backbone that all tasks share, and a head for each (Caruana: Multitask Learning, 1997).";
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
    return new Plain("hard", settings.postTraining(), new BranchView.Common());
  }

  @Override
  public Optional<BaselineSettings> baseline(TrainingConfig like) {
    return Optional.of(new BaselineSettings(like));
  }

  /** The run's own structure, if it has shared branches: checkpoints know it. */
  @Override
  public Network baselineNetwork(NetworkRequest request, BaselineSettings settings, Network compared) {
    return compared instanceof BranchNetwork ? compared : network(request, settings);
  }
}
