package org.automtl4j.train.step;

import java.util.OptionalDouble;
import org.automtl4j.core.InvalidInputException;

/**
 * What happens to gradients before parameters learn from them.
 *
 * @param batches how many batches a step takes the mean gradient of, at least 1; each has its own forward and backward pass, so that memory is that of one
 * @param clipNorm the largest norm of all gradients of a step together; longer ones are scaled to it (Pascanu, Mikolov, Bengio: On the difficulty of training
 *     recurrent neural networks, ICML 2013); empty: any
 */
public record GradientHandling(int batches, OptionalDouble clipNorm) {
  /** Each gradient is learnt from as soon as it is there, and its memory is used for other numbers then. */
  public static final GradientHandling DIRECT = new GradientHandling(1, OptionalDouble.empty());

  /** Checks the ranges. */
  public GradientHandling {
    if (batches < 1) {
      throw new InvalidInputException("accumulate: at least 1 batch in a step, found " + batches);
    }
    if (clipNorm.isPresent() && !(clipNorm.getAsDouble() > 0 && clipNorm.getAsDouble() < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("clipNorm: a finite number above 0, found " + clipNorm.getAsDouble());
    }
  }

  /** @return whether all gradients of a step have to be there before any parameter learns */
  public boolean holdsGradients() {
    return batches > 1 || clipNorm.isPresent();
  }
}
