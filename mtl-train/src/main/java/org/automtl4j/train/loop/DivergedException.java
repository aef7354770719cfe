package org.automtl4j.train.loop;

import org.automtl4j.core.InvalidInputException;

/** A loss is no number any more, or beyond any sense; the training is to stop, once its state is on disk. */
final class DivergedException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }
}
