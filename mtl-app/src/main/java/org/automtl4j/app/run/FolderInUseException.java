package org.automtl4j.app.run;

import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;

/** Another process trains into the same folder. It may be one that is about to end, so that waiting can help. */
public final class FolderInUseException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  /**
   * @param folder of the run
   */
  public FolderInUseException(Path folder) {
    super(folder + ": found a run that is going on in it, allowed: one process at a time");
  }
}
