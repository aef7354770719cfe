package org.automtl4j.app.sweep;

import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.checkpoint.StopSignal;

/** Runs parts of a sweep on other machines, several at the same time. */
public interface Cluster extends PartRunner, AutoCloseable {

  /**
   * Looks before any training whether the machines can do it.
   *
   * @param folder of the sweep; made if it is not there
   * @throws InvalidInputException if a machine does not see the folder, or lacks what is needed
   */
  void check(Path folder);

  /**
   * From now on a request ends the parts that run, each with a checkpoint.
   *
   * @param stop asks
   */
  void follow(StopSignal stop);

  @Override
  void close();
}
