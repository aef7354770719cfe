package org.automtl4j.train.loop.balance;

import java.util.Set;
import org.automtl4j.train.step.GradientSink;
import org.automtl4j.train.step.StepOutcome;

/** The passes of one task over one batch, at the parameters as they are. */
public interface TaskPass {

  /** @return the task */
  String task();

  /** @return names of the parameters that its backward pass gives gradients */
  Set<String> trained();

  /**
   * @param statistics whether running statistics move
   * @return what the forward pass gave; its losses are finite
   */
  StepOutcome forward(boolean statistics);

  /** @return the factor that the configuration gives the task's loss */
  double weight();

  /** @param factor of the task's loss in the backward pass, beside {@link #weight} */
  void weigh(double factor);

  /** @param sink takes the gradients, parameter by parameter */
  void backward(GradientSink sink);

  /** The batch is not needed any more. */
  void done();
}
