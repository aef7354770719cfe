package org.automtl4j.data.dataset;

import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.task.Task;

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

  /** @return the height of an image as delivered; of {@link Split#VAL} and {@link Split#TEST} where training has another */
  int height();

  /** @return the width of an image as delivered; of {@link Split#VAL} and {@link Split#TEST} where training has another */
  int width();

  /**
   * @param split a part
   * @return the height of its images: training splits may be crops
   */
  default int height(Split split) {
    return height();
  }

  /**
   * @param split a part
   * @return the width of its images: training splits may be crops
   */
  default int width(Split split) {
    return width();
  }

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
   * @throws org.automtl4j.core.InvalidInputException if it cannot be read; the message names the file
   */
  Sample sample(Split split, int index, long epoch);

  /**
   * Gives one sample with the labels of some tasks. A data set that reads files need not read the others.
   *
   * @param split a part
   * @param index 0..size-1
   * @param epoch how often the split has been gone through before
   * @param tasks names of the tasks whose labels are wanted
   * @return the sample, equal to {@link #sample(Split, int, long)} as far as these tasks go; it may have further labels
   * @throws IndexOutOfBoundsException if there is no such sample
   * @throws org.automtl4j.core.InvalidInputException if it cannot be read; the message names the file
   */
  default Sample sample(Split split, int index, long epoch, List<String> tasks) {
    return sample(split, index, epoch);
  }

  /**
   * Gives one sample as it is stored: whole, in the size of its files, and never augmented. For looking at data, not for training.
   *
   * @param split a part
   * @param index 0..size-1
   * @param tasks names of the tasks whose labels are wanted
   * @return the sample; {@link #sample(Split, int, long, List)} of epoch 0 for data that is not stored
   * @throws IndexOutOfBoundsException if there is no such sample
   * @throws org.automtl4j.core.InvalidInputException if it cannot be read; the message names the file
   */
  default Sample stored(Split split, int index, List<String> tasks) {
    return sample(split, index, 0, tasks);
  }

  /**
   * @param split a part
   * @param index a sample
   * @return the files that it is read from, the picture's first; empty for data that is not stored
   */
  default List<Path> files(Split split, int index) {
    return List.of();
  }

  /**
   * @param task one of the tasks
   * @return how much each class weighs in the loss and in the error of a segmentation, one number per class; empty: all weigh alike
   */
  default List<Double> classWeights(String task) {
    return List.of();
  }

  /** @return what a reader of results should know, one sentence each: a validation split that was set aside, for example */
  default List<String> remarks() {
    return List.of();
  }

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
