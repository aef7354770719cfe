package org.automtl4j.train.method;

import java.util.List;
import java.util.Optional;
import org.automtl4j.train.config.TrainingConfig;

/** The stages of a method with their settings: a page that reads from top to bottom. A session runs it, skips what is done, and goes on where it was stopped. */
public interface Recipe {

  /** @return the stages that it will run, in order, with what they take */
  List<StageOutline> stages();

  /**
   * Runs all stages. Whatever takes time stands in a {@link Session#stage}.
   *
   * @param session what runs them
   * @return what came of it
   */
  Found run(Session session);

  /** @return how it trains its final model, which baselines take over; empty if it trains none */
  Optional<TrainingConfig> finalTraining();

  /**
   * A baseline that only this method has, trained once the model is found.
   *
   * @param name one of {@link Method#comparisons}
   * @param found what this recipe has found
   * @return its recipe, on the same network
   */
  default Recipe comparison(String name, Found found) {
    throw new IllegalArgumentException("there is no comparison '" + name + "'");
  }
}
