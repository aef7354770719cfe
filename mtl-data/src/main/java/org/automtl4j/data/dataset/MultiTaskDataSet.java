package org.automtl4j.data.dataset;

import java.util.List;
import org.automtl4j.graph.task.Task;

/**
 * Images with labels for several tasks, in {@linkplain Split splits}.
 *
 * <p>A sample is a pure function of (split, index, epoch): asked again it is the same to the last bit, on any thread and in any order. All methods may be
 * called from several threads at a time.
 */
public interface MultiTaskDataSet {

  /** @return a short name for tables and messages */
  String name();

  /** @return the tasks that every sample has a label for */
  List<Task> tasks();

  /**
   * @param split a part
   * @return how many samples it has
   */
  int size(Split split);

  /** @return the height of an image as delivered */
  int height();

  /** @return the width of an image as delivered */
  int width();

  /** @return the channels of an image, 3 unless the data set says otherwise */
  default int channels() {
    return 3;
  }

  /** @return how image numbers follow from a picture's bytes */
  ImageEncoding imageEncoding();

  /**
   * Gives one sample.
   *
   * @param split a part
   * @param index 0..size-1
   * @param epoch how often the split has been gone through before: random augmentation of training splits depends on it, nothing else does
   * @return the sample
   * @throws IndexOutOfBoundsException if there is no such sample
   * @throws org.automtl4j.graph.InvalidInputException if it cannot be read; the message names the file
   */
  Sample sample(Split split, int index, long epoch);

  /**
   * What a person finds a label by, for error messages.
   *
   * @param split a part
   * @param index a sample
   * @param task one of the tasks
   * @return the file, where there is one; else data set, split and number
   */
  default String describe(Split split, int index, String task) {
    return name() + ", " + split.id() + " sample " + index;
  }

  /** @return a text that is the same exactly if every sample is: what the data is and every setting that changes it */
  String fingerprint();

  /**
   * @param name a task's name
   * @return that task
   * @throws IllegalArgumentException if there is none
   */
  default Task task(String name) {
    return tasks().stream().filter(t -> t.name().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no task '" + name + "' in " + name() + ", there are " + tasks().stream().map(Task::name).toList()));
  }
}
