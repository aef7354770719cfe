package org.automtl4j.train.method;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.config.TrainingConfig;

/** The stages of a method with their settings: a page that reads from top to bottom. A session runs it, skips what is not wanted, and goes on where it was stopped. */
public interface Recipe {

  /** @return the stages that it will run, in order, with what they take */
  List<StageOutline> stages();

  /**
   * Refuses what cannot work before anything is trained.
   *
   * @param network what is to be trained
   * @param parameters its numbers
   * @param height rows of the images that the finished model is made for
   * @param width columns of them
   * @throws InvalidInputException if the stages cannot train it
   */
  default void check(Network network, Parameters parameters, int height, int width) {
    network.checkSize(height, width);
  }

  /**
   * @param network what is to be trained
   * @param parameters its numbers
   * @param height rows of a training sample
   * @param width columns of a training sample
   * @return what is measured to tell what the stages will take
   */
  CostProbe probe(Network network, Parameters parameters, int height, int width);

  /**
   * Runs all stages. Whatever takes time stands in a {@link Session#stage}.
   *
   * @param session what runs them
   * @return what came of it
   */
  Found run(Session session);

  /** @return how it trains its final model, which baselines take over; empty if it trains none */
  Optional<TrainingConfig> finalTraining();

  /** @return names of other methods whose finished models come with this one's, see {@link Found#beside}: nobody needs to train them again */
  default Set<String> brings() {
    return Set.of();
  }

  /**
   * A baseline that only this method has, trained once the model is found.
   *
   * @param name one of {@link Method#comparisons}
   * @param found what this recipe has found
   * @return its training, on the same network
   */
  default TrainingStage<MultiTaskModel> comparison(String name, Found found) {
    throw new IllegalArgumentException("there is no comparison '" + name + "'");
  }
}
