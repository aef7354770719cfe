package org.automtl4j.train.golden;

import java.util.List;
import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;

/** Tasks and image size of a golden run; its samples are those of the validation split, since training batches come from elsewhere. */
public record GivenData(List<Task> tasks, int height, int width, int channels, List<Sample> validation) implements MultiTaskDataSet {

  @Override
  public String name() {
    return "golden";
  }

  @Override
  public int size(Split split) {
    return split == Split.VAL ? validation.size() : 0;
  }

  @Override
  public ImageEncoding imageEncoding() {
    return ImageEncoding.SYMMETRIC_BGR;
  }

  @Override
  public Sample sample(Split split, int index, long epoch) {
    return validation.get(index);
  }

  @Override
  public String fingerprint() {
    return "golden " + Map.of("tasks", tasks);
  }
}
