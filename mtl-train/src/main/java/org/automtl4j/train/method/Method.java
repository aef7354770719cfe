package org.automtl4j.train.method;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.config.TrainingConfig;

/**
 * A way to build and train a multi-task model. Methods are found by name: a jar names its own in {@code META-INF/services/org.automtl4j.train.method.Method}, and
 * configurations choose one by {@code method: {name: ..., ...}}, whose other keys are the components of {@link #settings}.
 *
 * @param <S> its settings, a record whose components carry {@link org.automtl4j.core.config.Key}
 */
public interface Method<S extends Record> {

  /** @return the name by which configurations, files and messages call it, such as {@code "mtl-nas"}: small letters, digits and '-' */
  String name();

  /** @return what it is, one sentence for lists and the reference page */
  String description();

  /** @return the record that the section {@code method} of a configuration becomes */
  Class<S> settings();

  /**
   * @param request what the network is to be made of
   * @param settings of this method
   * @return the structure
   * @throws InvalidInputException if it cannot be made of that; the message names the layer, the task or the setting
   */
  Network network(NetworkRequest request, S settings);

  /**
   * The numbers that training starts from.
   *
   * @param network what {@link #network} gave
   * @param request what it was made of
   * @return the numbers; fresh ones unless a method has better
   */
  default Parameters parameters(Network network, NetworkRequest request) {
    return Parameters.fresh(network, request.seed());
  }

  /**
   * Takes over numbers that an earlier run left, see the key {@code initialModel}.
   *
   * @param file what that run left
   * @param network the structure
   * @param parameters its numbers, which are changed
   * @throws InvalidInputException if it is not of such a network, or this method leaves no such files
   */
  default void start(Path file, Network network, Parameters parameters) {
    throw new InvalidInputException("initialModel: found " + file + ", allowed: nothing; the method " + name() + " begins with fresh numbers");
  }

  /**
   * @param settings of this method
   * @return its stages
   * @throws InvalidInputException if the settings cannot work
   */
  Recipe recipe(S settings);

  /**
   * Settings with which this method is a baseline of another one.
   *
   * @param like how the other one trains its final model; a baseline takes that over, so that the comparison is fair
   * @return the settings; empty if this method is no baseline
   */
  default Optional<S> baseline(TrainingConfig like) {
    return Optional.empty();
  }

  /**
   * The network of a baseline.
   *
   * @param request what it is to be made of
   * @param settings what {@link #baseline} gave
   * @param compared the network of the run that it is a baseline of
   * @return the structure
   */
  default Network baselineNetwork(NetworkRequest request, S settings, Network compared) {
    return network(request, settings);
  }

  /**
   * The trainings of which a baseline consists.
   *
   * @param tasks the run's tasks
   * @return the tasks of each; one with all of them unless each task has a model of its own
   */
  default List<List<String>> baselineParts(List<String> tasks) {
    return List.of(tasks);
  }

  /** @return names of baselines that only a run of this method has, such as {@code "random"}; {@link Recipe#comparison} makes them */
  default List<String> comparisons() {
    return List.of();
  }
}
