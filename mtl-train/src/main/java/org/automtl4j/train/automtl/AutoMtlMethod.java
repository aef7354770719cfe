package org.automtl4j.train.automtl;

import java.nio.file.Path;
import java.util.List;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.SuperModelFile;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.Recipe;

/** AutoMTL: every layer of a convolutional backbone is shared, a task's own, or skipped, as policies decide that are trained with the weights. */
public final class AutoMtlMethod implements Method<AutoMtlSettings> {

  @Override
  public String name() {
    return "automtl";
  }

  @Override
  public String description() {
    return "A search for what tasks should share, layer by layer (Zhang, Liu, Guan: AutoMTL, NeurIPS 2022).";
  }

  @Override
  public Class<AutoMtlSettings> settings() {
    return AutoMtlSettings.class;
  }

  @Override
  public Network network(NetworkRequest request, AutoMtlSettings settings) {
    return BranchNetworks.of(request, settings.batchNormPolicy(), settings.fixedBottom());
  }

  @Override
  public Parameters parameters(Network network, NetworkRequest request) {
    return ((BranchNetwork) network).fresh(request.seed(), spec -> true);
  }

  @Override
  public void start(Path file, Network network, Parameters parameters) {
    SuperModelFile.load(file, SuperModel.of((BranchNetwork) network, parameters, 0));
  }

  /** Architectures drawn at random, about as large as the one that was found; of the second, the first half of the layers is shared by all tasks. */
  @Override
  public List<String> comparisons() {
    return List.of(RandomTraining.FREE, RandomTraining.BOTTOM);
  }

  @Override
  public Recipe recipe(AutoMtlSettings settings) {
    return new AutoMtlRecipe(settings);
  }
}
