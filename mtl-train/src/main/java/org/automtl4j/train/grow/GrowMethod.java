package org.automtl4j.train.grow;

import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.automtl.BranchNetworks;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.Recipe;

/** Trees that grow from hard sharing: tasks leave a common trunk where that pays, within a budget. */
public final class GrowMethod implements Method<GrowSettings> {

  @Override
  public String name() {
    return "grow";
  }

  @Override
  public String description() {
    return "Trees that fork from hard sharing on its way: the cheapest within a budget that pays, or hard sharing.";
  }

  @Override
  public Class<GrowSettings> settings() {
    return GrowSettings.class;
  }

  @Override
  public Network network(NetworkRequest request, GrowSettings settings) {
    return BranchNetworks.of(request, BatchNormPolicy.SEARCH, 0);
  }

  /** None that are ever trained: trunk and forks have numbers of their own. */
  @Override
  public Parameters parameters(Network network, NetworkRequest request) {
    return ((BranchNetwork) network).fresh(request.seed(), spec -> spec.role() == Role.CHOICE);
  }

  @Override
  public Recipe recipe(GrowSettings settings) {
    return new GrowRecipe(settings);
  }
}
