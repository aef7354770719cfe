package org.automtl4j.app.run;

import org.automtl4j.train.checkpoint.StopSignal;

/**
 * How a run begins and who can stop it.
 *
 * @param resume whether it goes on from the checkpoints in its folder
 * @param stop asks it to stop
 */
public record RunControl(boolean resume, StopSignal stop) {

  /** @return a run from the beginning that nobody stops */
  public static RunControl fresh() {
    return new RunControl(false, new StopSignal());
  }
}
