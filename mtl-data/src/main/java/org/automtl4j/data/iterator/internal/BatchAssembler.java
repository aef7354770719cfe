package org.automtl4j.data.iterator.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.LabelChecker;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;

/**
 * Puts samples of one split together.
 *
 * @param data where samples come from
 * @param split which part of it
 * @param tasks whose labels are wanted, in this order
 */
public record BatchAssembler(MultiTaskDataSet data, Split split, List<Task> tasks) {

  /**
   * @param indexes which samples
   * @param epoch the augmentation's coordinate
   * @param parallel whether samples are read on all processors, which pays while somebody does nothing but wait for this batch
   * @return them as one batch, the same either way
   */
  public HostBatch assemble(int[] indexes, long epoch, boolean parallel) {
    List<String> names = tasks.stream().map(Task::name).toList();
    IntStream order = parallel ? IntStream.of(indexes).parallel() : IntStream.of(indexes);
    List<Sample> samples = order.mapToObj(i -> data.sample(split, i, epoch, names)).toList();
    Sample first = samples.get(0);
    int size = first.image().length;
    float[] images = new float[samples.size() * size];
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      if (sample.channels() != first.channels() || sample.height() != first.height() || sample.width() != first.width()) {
        throw new InvalidInputException(data.name() + ", " + split.id() + " sample " + indexes[i] + ": image of shape "
            + shape(sample.channels(), sample.height(), sample.width()) + " beside one of " + shape(first.channels(), first.height(), first.width())
            + " in the same batch; all images of a batch must have one size");
      }
      System.arraycopy(sample.image(), 0, images, i * size, size);
    }
    long[] imageShape = {samples.size(), first.channels(), first.height(), first.width()};
    List<HostBatch.LabelBlock> labels = new ArrayList<>();
    for (Task task : tasks) {
      labels.add(labels(task, samples, indexes));
    }
    return new HostBatch(new HostBatch.Block(images, imageShape), List.copyOf(labels));
  }

  private HostBatch.LabelBlock labels(Task task, List<Sample> samples, int[] indexes) {
    Label first = samples.get(0).label(task.name());
    int n = samples.size();
    int size = first.values().length;
    int area = first.height() * first.width();
    float[] values = new float[n * size];
    boolean masked = samples.stream().anyMatch(s -> s.label(task.name()).mask().isPresent());
    float[] mask = new float[masked ? n * area : 0];
    Arrays.fill(mask, 1f);
    for (int i = 0; i < n; i++) {
      Label label = samples.get(i).label(task.name());
      LabelChecker.check(task, label, data.describe(split, indexes[i], task.name()));
      if (label.channels() != first.channels() || label.height() != first.height() || label.width() != first.width()) {
        throw new InvalidInputException(data.name() + ", " + split.id() + " sample " + indexes[i] + ", task '" + task.name() + "': label of shape "
            + shape(label.channels(), label.height(), label.width()) + " beside one of " + shape(first.channels(), first.height(), first.width())
            + " in the same batch; all labels of a task must have one size");
      }
      System.arraycopy(label.values(), 0, values, i * size, size);
      if (label.mask().isPresent()) {
        System.arraycopy(label.mask().get(), 0, mask, i * area, area);
      } else if (masked && task.ignore() instanceof IgnoreRule.AtMost rule) {
        hide(label, rule, mask, i * area);
      }
    }
    boolean dense = task.kind().isDense();
    long[] shape = dense ? new long[] {n, first.channels(), first.height(), first.width()} : new long[] {n, size};
    long[] maskShape = dense ? new long[] {n, 1, first.height(), first.width()} : new long[] {n, area};
    return new HostBatch.LabelBlock(new HostBatch.Block(values, shape), masked ? Optional.of(new HostBatch.Block(mask, maskShape)) : Optional.empty());
  }

  /** Beside labels with masks a label without one is read by its mask, too: what the task's rule calls unknown, which no mask was there to say. */
  private static void hide(Label label, IgnoreRule.AtMost rule, float[] mask, int first) {
    int area = label.height() * label.width();
    for (int place = 0; place < area; place++) {
      double sum = 0;
      for (int channel = 0; channel < label.channels(); channel++) {
        sum += label.values()[channel * area + place];
      }
      mask[first + place] = sum > rule.threshold() ? 1 : 0;
    }
  }

  private static String shape(int channels, int height, int width) {
    return "[" + channels + ", " + height + ", " + width + "]";
  }
}
