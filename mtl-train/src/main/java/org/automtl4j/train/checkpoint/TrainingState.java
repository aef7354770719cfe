package org.automtl4j.train.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.automtl4j.train.optimizer.OptimizerState;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All that a training knows between two iterations. A training that is given it back gives the same bits from there on as one that was never interrupted.
 *
 * @param progress everything but the large arrays
 * @param parameters weights, policies and running statistics by name; the arrays themselves, so that a state is to be written before training goes on
 * @param optimizers by phase, what the update rules remember, in the very arrays too
 */
public record TrainingState(Progress progress, Map<String, INDArray> parameters, Map<String, OptimizerState> optimizers) {

  /** Keeps unmodifiable copies of the maps in order; the numbers are shared. */
  public TrainingState {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    optimizers = Collections.unmodifiableMap(new LinkedHashMap<>(optimizers));
  }
}
