package org.automtl4j.data.transform;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.RandomStream;
import org.automtl4j.graph.task.Task;

/**
 * A data set whose training samples are {@linkplain Mirror mirrored} every other time. Whether a sample is mirrored depends on (seed, split, index, epoch)
 * alone.
 *
 * @param data the data set
 * @param seed decides when
 */
public record RandomMirror(MultiTaskDataSet data, long seed) implements MultiTaskDataSet {
  /** Checks that there is a data set. */
  public RandomMirror {
    Objects.requireNonNull(data, "data");
  }

  @Override
  public Sample sample(Split split, int index, long epoch) {
    Sample sample = data.sample(split, index, epoch);
    boolean mirrored = split.isTraining() && RandomStream.of(seed, "mirror/" + split.id(), index, epoch).nextDouble() < 0.5;
    return mirrored ? Mirror.of(sample, data.tasks()) : sample;
  }

  @Override
  public Sample stored(Split split, int index, List<String> wanted) {
    return data.stored(split, index, wanted);
  }

  @Override
  public List<Path> files(Split split, int index) {
    return data.files(split, index);
  }

  @Override
  public int height(Split split) {
    return data.height(split);
  }

  @Override
  public int width(Split split) {
    return data.width(split);
  }

  @Override
  public List<Double> classWeights(String task) {
    return data.classWeights(task);
  }

  @Override
  public List<String> remarks() {
    return data.remarks();
  }

  @Override
  public String name() {
    return data.name();
  }

  @Override
  public List<Task> tasks() {
    return data.tasks();
  }

  @Override
  public int size(Split split) {
    return data.size(split);
  }

  @Override
  public int height() {
    return data.height();
  }

  @Override
  public int width() {
    return data.width();
  }

  @Override
  public int channels() {
    return data.channels();
  }

  @Override
  public ImageEncoding imageEncoding() {
    return data.imageEncoding();
  }

  @Override
  public String describe(Split split, int index, String task) {
    return data.describe(split, index, task);
  }

  @Override
  public String fingerprint() {
    return data.fingerprint() + " mirror=" + seed;
  }
}
