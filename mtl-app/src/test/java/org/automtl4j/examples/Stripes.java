package org.automtl4j.examples;

import java.util.List;
import java.util.Map;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;

/** A data set of your own: slanted stripes that get darker with their distance. Each pixel knows its stripe (dark or light) and its distance in metres. */
public record Stripes(int height, int width, int train, int other) implements MultiTaskDataSet {

  @Override
  public String name() {
    return "stripes";
  }

  @Override
  public List<Task> tasks() {
    return List.of(Task.segmentation("stripe", 2).withClassNames(List.of("dark", "light")), Task.depth("distance"));
  }

  @Override
  public int size(Split split) {
    return switch (split) {
      case TRAIN -> 2 * train;
      case TRAIN1, TRAIN2 -> train;
      case VAL, TEST -> other;
    };
  }

  @Override
  public ImageEncoding imageEncoding() {
    return ImageEncoding.SYMMETRIC_BGR;
  }

  /** A pure function of (split, index): TRAIN1 are the even training samples, TRAIN2 the odd ones. */
  @Override
  public Sample sample(Split split, int index, long epoch) {
    if (index < 0 || index >= size(split)) {
      throw new IndexOutOfBoundsException(name() + ": the split '" + split.id() + "' has " + size(split) + " samples, no number " + index);
    }
    return switch (split) {
      case TRAIN1 -> sample(Split.TRAIN, 2 * index, epoch);
      case TRAIN2 -> sample(Split.TRAIN, 2 * index + 1, epoch);
      default -> draw(RandomStream.of(1, "stripes/" + split.id(), index));
    };
  }

  private Sample draw(RandomStream random) {
    double slant = random.uniform(-1, 1);
    double period = random.uniform(6, 12);
    double far = random.uniform(3, 9);
    int area = height * width;
    float[] image = new float[3 * area]; // [3, H, W], blue first
    float[] stripe = new float[area]; // [1, H, W]
    float[] distance = new float[area]; // [1, H, W] metres
    for (int i = 0; i < area; i++) {
      int row = i / width;
      int column = i % width;
      boolean light = Math.floorMod((long) Math.floor((column + slant * row) / period), 2L) == 1;
      double metres = 1 + (far - 1) * row / height;
      stripe[i] = light ? 1 : 0;
      distance[i] = (float) metres;
      for (int c = 0; c < 3; c++) {
        image[c * area + i] = imageEncoding().encode(c, (light ? 255 : 120) / metres);
      }
    }
    return new Sample(image, 3, height, width, Map.of("stripe", Label.of(stripe, 1, height, width), "distance", Label.of(distance, 1, height, width)));
  }

  @Override
  public String fingerprint() {
    return "stripes " + this;
  }
}
