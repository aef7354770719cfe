package org.automtl4j.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;

/** Two tasks over the scenes of another data set, whose relation is known: both ask for depth, the second of the same picture or of its mirror image. */
record RelatedTasks(MultiTaskDataSet scenes, boolean mirrored) implements MultiTaskDataSet {
  static final String DEPTH = "depth_zbuffer";
  static final String SECOND = "second";

  @Override
  public String name() {
    return scenes.name() + (mirrored ? " with opposed tasks" : " with equal tasks");
  }

  @Override
  public List<Task> tasks() {
    return List.of(Task.depth(DEPTH), Task.depth(SECOND));
  }

  @Override
  public int size(Split split) {
    return scenes.size(split);
  }

  @Override
  public int height() {
    return scenes.height();
  }

  @Override
  public int width() {
    return scenes.width();
  }

  @Override
  public ImageEncoding imageEncoding() {
    return scenes.imageEncoding();
  }

  @Override
  public Sample sample(Split split, int index, long epoch) {
    Sample sample = scenes.sample(split, index, epoch);
    Label depth = sample.label(DEPTH);
    Label second = mirrored ? mirrored(depth) : depth;
    return new Sample(sample.image(), sample.channels(), sample.height(), sample.width(), Map.of(DEPTH, depth, SECOND, second));
  }

  private static Label mirrored(Label label) {
    float[] values = new float[label.values().length];
    for (int i = 0; i < values.length; i++) {
      int column = i % label.width();
      values[i] = label.values()[i - column + label.width() - 1 - column];
    }
    return new Label(values, label.channels(), label.height(), label.width(), Optional.empty());
  }

  @Override
  public String fingerprint() {
    return scenes.fingerprint() + "/" + name();
  }
}
