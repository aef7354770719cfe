package org.automtl4j.train.loop.balance;

import java.util.List;
import java.util.Set;
import org.automtl4j.train.step.GradientSink;
import org.automtl4j.train.step.StepOutcome;

/** The passes of one task over one batch, or of several that one forward pass serves, at the parameters as they are. */
public interface TaskPass {

  /** @return the tasks; with several there is a backward pass for each, and parameters must not change before the last */
  List<String> tasks();

  /**
   * @param task one of them
   * @return names of the parameters to which its loss gives gradients
   */
  Set<String> trained(String task);

  /**
   * @param statistics whether running statistics move
   * @return what the forward pass gave; its losses are finite
   */
  StepOutcome forward(boolean statistics);

  /**
   * @param task one of the tasks
   * @return the factor that the configuration gives its loss
   */
  double weight(String task);

  /**
   * @param task one of the tasks
   * @param factor of its loss in the backward pass, beside {@link #weight}
   */
  void weigh(String task, double factor);

  /**
   * @param task one of the tasks that have a loss
   * @param sink takes its gradients, parameter by parameter; where there is one task only, those of penalties are in them
   */
  void backward(String task, GradientSink sink);

  /** @param sink takes the gradients of penalties that are in no task's */
  void penalties(GradientSink sink);

  /** The batch is not needed any more. */
  void done();
}
