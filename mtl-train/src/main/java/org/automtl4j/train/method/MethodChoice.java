package org.automtl4j.train.method;

import java.util.Optional;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.config.TrainingConfig;

/**
 * A method with its settings.
 *
 * @param <S> the settings' type
 * @param method the method
 * @param settings its settings
 */
public record MethodChoice<S extends Record>(Method<S> method, S settings) {

  /**
   * @param <S> the settings' type
   * @param method a method
   * @param settings of its type
   * @return both
   * @throws ClassCastException if they are settings of another method
   */
  public static <S extends Record> MethodChoice<S> of(Method<S> method, Record settings) {
    return new MethodChoice<>(method, method.settings().cast(settings));
  }

  /**
   * @param <S> the settings' type
   * @param method a method
   * @param like how another method trains its final model
   * @return the method as a baseline of that; empty if it is none
   */
  public static <S extends Record> Optional<MethodChoice<S>> baseline(Method<S> method, TrainingConfig like) {
    return method.baseline(like).map(settings -> new MethodChoice<>(method, settings));
  }

  /**
   * @param request what the network is to be made of
   * @return the structure
   */
  public Network network(NetworkRequest request) {
    return method.network(request, settings);
  }

  /**
   * @param network the structure
   * @param request what it was made of
   * @return the numbers that training starts from
   */
  public Parameters parameters(Network network, NetworkRequest request) {
    return method.parameters(network, request);
  }

  /**
   * @param request what the network is to be made of
   * @param compared the network of the run that this is a baseline of
   * @return the structure
   */
  public Network baselineNetwork(NetworkRequest request, Network compared) {
    return method.baselineNetwork(request, settings, compared);
  }

  /** @return its stages */
  public Recipe recipe() {
    return method.recipe(settings);
  }
}
