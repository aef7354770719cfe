package org.automtl4j.train.checkpoint;

/**
 * What a training depends on, in the words of each format that a checkpoint may have.
 *
 * @param now in those of the present format
 * @param former in those of format 1, as release 0.1 wrote them
 */
public record SettingsByFormat(TrainingSettings now, TrainingSettings former) {

  /**
   * @param format a format of checkpoints
   * @return the settings in its words
   */
  public TrainingSettings of(int format) {
    return format == former.format() ? former : now;
  }
}
