package org.automtl4j.app.own;

import java.util.Optional;
import org.automtl4j.graph.network.Network;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.method.Recipe;

/** A method that nothing but its own files knows. */
public final class StripesMethod implements Method<StripesSettings> {

  @Override
  public String name() {
    return "stripes";
  }

  @Override
  public String description() {
    return "What all tasks share, and a stripe for each.";
  }

  @Override
  public Class<StripesSettings> settings() {
    return StripesSettings.class;
  }

  @Override
  public Network network(NetworkRequest request, StripesSettings settings) {
    return new StripesNetwork(request, settings.width());
  }

  @Override
  public Recipe recipe(StripesSettings settings) {
    return new StripesRecipe(settings.postTraining());
  }

  @Override
  public Optional<StripesSettings> baseline(TrainingConfig like) {
    return Optional.of(new StripesSettings(4, like));
  }
}
