package org.automtl4j.app.sweep;

import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.checkpoint.TrainingStoppedException;

/** Runs one part of a sweep somewhere. When it returns, all files of the run are in the part's folder, and the figures by which
 * parts are compared: {@link LocalPartRunner} does both, on whatever machine it is called. */
public interface PartRunner {

  /**
   * @param part the run
   * @param folder where its files go; one with checkpoints goes on from them
   * @return who ran it, such as a machine's name, for the timeline
   * @throws InvalidInputException if its configuration cannot work or its training failed; the sweep goes on with the other parts
   * @throws TrainingStoppedException if it was asked to stop and can be resumed; the sweep ends then
   */
  String run(SweepPart part, Path folder);

  /** @return how many parts it takes at the same time, from threads of their own; at least 1 */
  default int parallel() {
    return 1;
  }
}
