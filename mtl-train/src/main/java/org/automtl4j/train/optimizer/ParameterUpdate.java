package org.automtl4j.train.optimizer;

import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A parameter and what a step knows about it.
 *
 * @param name the parameter's stable name; the optimiser's state goes by it
 * @param parameter the parameter, changed in place
 * @param gradient the gradient of the loss, of the parameter's shape, or some neighbouring numbers of it, of any shape; empty for a parameter that this step's
 *     path does not use but that shall go on moving by its momentum and weight decay, as if its gradient were 0
 * @param first the place of the gradient's first number among the parameter's, in C order; the gradient of those before and after is 0
 */
public record ParameterUpdate(String name, INDArray parameter, Optional<INDArray> gradient, long first) {

  /** Checks that nothing is missing. */
  public ParameterUpdate {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(parameter, "parameter");
    Objects.requireNonNull(gradient, "gradient");
  }

  /**
   * @param name the parameter's name
   * @param parameter the parameter
   * @param gradient its gradient
   * @return an ordinary update
   */
  public static ParameterUpdate of(String name, INDArray parameter, INDArray gradient) {
    return ofPart(name, parameter, gradient, 0);
  }

  /**
   * @param name the parameter's name
   * @param parameter the parameter
   * @param gradient some neighbouring numbers of its gradient, or all
   * @param first the place of their first one
   * @return an update for which the gradient of all other numbers is 0
   */
  public static ParameterUpdate ofPart(String name, INDArray parameter, INDArray gradient, long first) {
    return new ParameterUpdate(name, parameter, Optional.of(gradient), first);
  }

  /**
   * @param name the parameter's name
   * @param parameter the parameter
   * @return an update with no gradient: momentum and decay go on
   */
  public static ParameterUpdate idle(String name, INDArray parameter) {
    return new ParameterUpdate(name, parameter, Optional.empty(), 0);
  }
}
