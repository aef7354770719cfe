package org.automtl4j.data.dataset.layout;

import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.augmentation.Plane;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.reader.Pixels;

/** What sets one layout apart: its index, its files, and what the numbers in them mean. Stateless but for settings, and used by several threads at a time. */
public interface LayoutReader {

  /** @return the layout's name, as configurations and the command line spell it */
  String layout();

  /** @return the index file's name */
  String indexFile();

  /** @return what each file of a sample is, in the index's order; the picture first */
  List<String> columns();

  /** @return all tasks that the layout has labels for */
  List<Task> tasks();

  /** @return the mode of the index that is read as {@link Split#TEST} */
  default String testMode() {
    return Split.TEST.id();
  }

  /**
   * @param root the data set's folder
   * @param split a part
   * @return the folder that the index's paths start from
   */
  default Path base(Path root, Split split) {
    return root;
  }

  /** @return what the published code feeds its network with */
  default ImageEncoding encoding() {
    return ImageEncoding.IMAGENET_BGR;
  }

  /** @return rows and columns of the crops in the paper */
  List<Integer> crop();

  /** @return rows and columns of validation and test pictures in the paper */
  List<Integer> size();

  /** @return whether validation and test pictures are resized to that size; else they must have it */
  boolean resizes();

  /**
   * @param file a sample's picture
   * @return [H, W, 3] in 0..255, red first
   */
  Pixels picture(Path file);

  /**
   * Reads a label.
   *
   * @param task one of {@link #tasks()}
   * @param files all files of a sample, in the index's order
   * @return its numbers
   */
  LabelPlanes label(Task task, List<Path> files);

  /**
   * @param task one of {@link #tasks()}
   * @return the column of its label's file
   */
  int column(Task task);

  /** @return readers of the columns that this one has no use for, so that a check can read them too */
  default List<LayoutReader> others() {
    return List.of();
  }

  /**
   * @param task one of {@link #tasks()}
   * @return how much each class weighs; empty: all alike
   */
  default List<Double> classWeights(Task task) {
    return List.of();
  }

  /** @return settings and files that change what is read, for the data set's fingerprint; empty for none */
  default String settings() {
    return "";
  }

  /** @return what a reader of results should know, one sentence each */
  default List<String> remarks() {
    return List.of();
  }

  /**
   * @param task one of {@link #tasks()}
   * @param value a label's number, not unknown
   * @param scale the factor by which the picture was enlarged
   * @return the number that fits: distances shrink as much as things grow; the number itself for what is no distance
   */
  default float rescaled(Task task, float value, double scale) {
    return value;
  }
}
