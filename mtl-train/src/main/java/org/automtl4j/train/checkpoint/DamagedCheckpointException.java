package org.automtl4j.train.checkpoint;

import org.automtl4j.core.InvalidInputException;

/** A checkpoint's file is not what was written: cut short, changed, or of another kind. */
final class DamagedCheckpointException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  DamagedCheckpointException(String message) {
    super(message);
  }

  DamagedCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
