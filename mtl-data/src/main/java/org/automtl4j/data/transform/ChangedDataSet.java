package org.automtl4j.data.transform;

import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;

/**
 * A data set that changes the samples of another one. What it does not say itself is what the other says; only {@link #sample} and {@link #fingerprint()} are
 * always its own.
 */
public interface ChangedDataSet extends MultiTaskDataSet {

  /** @return the data set whose samples are changed */
  MultiTaskDataSet data();

  @Override
  default String name() {
    return data().name();
  }

  @Override
  default List<Task> tasks() {
    return data().tasks();
  }

  @Override
  default int size(Split split) {
    return data().size(split);
  }

  @Override
  default int height() {
    return data().height();
  }

  @Override
  default int width() {
    return data().width();
  }

  @Override
  default int height(Split split) {
    return data().height(split);
  }

  @Override
  default int width(Split split) {
    return data().width(split);
  }

  @Override
  default int channels() {
    return data().channels();
  }

  @Override
  default ImageEncoding imageEncoding() {
    return data().imageEncoding();
  }

  @Override
  default Sample stored(Split split, int index, List<String> tasks) {
    return data().stored(split, index, tasks);
  }

  @Override
  default List<Path> files(Split split, int index) {
    return data().files(split, index);
  }

  @Override
  default List<Double> classWeights(String task) {
    return data().classWeights(task);
  }

  @Override
  default List<String> remarks() {
    return data().remarks();
  }

  @Override
  default String describe(Split split, int index, String task) {
    return data().describe(split, index, task);
  }
}
