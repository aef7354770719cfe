package org.automtl4j.data.transform;

import java.util.List;
import java.util.Objects;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;

/**
 * A data set whose training samples are {@linkplain Mirror mirrored} every other time. Whether a sample is mirrored depends on (seed, split, index, epoch)
 * alone.
 *
 * @param data the data set
 * @param seed decides when
 */
public record RandomMirror(MultiTaskDataSet data, long seed) implements ChangedDataSet {
  /** Checks that there is a data set. */
  public RandomMirror {
    Objects.requireNonNull(data, "data");
  }

  @Override
  public Sample sample(Split split, int index, long epoch) {
    return sample(split, index, epoch, tasks().stream().map(Task::name).toList());
  }

  @Override
  public Sample sample(Split split, int index, long epoch, List<String> wanted) {
    Sample sample = data.sample(split, index, epoch, wanted);
    boolean mirrored = split.isTraining() && RandomStream.of(seed, "mirror/" + split.id(), index, epoch).nextDouble() < 0.5;
    return mirrored ? Mirror.of(sample, tasks().stream().filter(t -> sample.labels().containsKey(t.name())).toList()) : sample;
  }

  @Override
  public String fingerprint() {
    return data.fingerprint() + " mirror=" + seed;
  }
}
