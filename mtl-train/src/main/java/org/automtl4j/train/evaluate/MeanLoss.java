package org.automtl4j.train.evaluate;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.core.ops.Ancestors;
import org.automtl4j.data.loss.LossTerm;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.train.batch.RecentPlans;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One task's loss over a split: the mean of the losses of its batches, weighted by their images. A batch without any valid label does not count. */
final class MeanLoss implements AutoCloseable {
  private static final String PREDICTION = "prediction";
  private static final String LABEL = "label";
  private static final String MASK = "mask";

  private final TaskLoss loss;
  private final RecentPlans<String, BatchLoss> batchLosses = new RecentPlans<>(b -> b.plan().close());
  private double sum;
  private long images;

  /**
   * @param loss the loss of a batch
   */
  MeanLoss(TaskLoss loss) {
    this.loss = loss;
  }

  /** The loss of batches of the same shapes. */
  private record BatchLoss(InferencePlan plan, String value, String validCount, Set<String> read) {
    /** A loss of a user's own need not look at masks, or at labels. */
    void assign(String placeholder, INDArray numbers) {
      if (read.contains(placeholder)) {
        plan.assign(placeholder, numbers);
      }
    }
  }

  /**
   * Takes a batch.
   *
   * @param prediction what the head gave, [N, C, h, w] or [N, C]
   * @param label as {@link TaskLoss} takes it
   * @param mask as {@link TaskLoss} takes it
   */
  void add(INDArray prediction, INDArray label, Optional<INDArray> mask) {
    String shapes = Arrays.toString(prediction.shape()) + Arrays.toString(label.shape()) + mask.map(m -> Arrays.toString(m.shape())).orElse("no mask");
    BatchLoss batch = batchLosses.get(shapes, () -> batchLoss(prediction, label, mask));
    InferencePlan plan = batch.plan();
    batch.assign(PREDICTION, prediction);
    batch.assign(LABEL, label);
    mask.ifPresent(m -> batch.assign(MASK, m));
    plan.run();
    if (plan.value(batch.validCount()).getDouble(0) > 0) {
      sum += prediction.size(0) * plan.value(batch.value()).getDouble(0);
      images += prediction.size(0);
    }
  }

  /** @return the mean; none where no batch had a valid label */
  Optional<Double> value() {
    return images == 0 ? Optional.empty() : Optional.of(sum / images);
  }

  private BatchLoss batchLoss(INDArray prediction, INDArray label, Optional<INDArray> mask) {
    SameDiff sd = SameDiff.create();
    SDVariable predicted = sd.placeHolder(PREDICTION, prediction.dataType(), prediction.shape());
    SDVariable wanted = sd.placeHolder(LABEL, prediction.dataType(), label.shape());
    LossTerm term = loss.build(sd, predicted, wanted, mask.map(m -> sd.placeHolder(MASK, prediction.dataType(), m.shape())));
    InferencePlan.Builder builder = InferencePlan.builder(sd).input(PREDICTION, prediction.shape()).input(LABEL, label.shape());
    mask.ifPresent(m -> builder.input(MASK, m.shape()));
    Set<String> read = new HashSet<>(Ancestors.of(sd, term.value().name()));
    read.addAll(Ancestors.of(sd, term.validCount().name()));
    InferencePlan plan = builder.outputs(List.of(term.value().name(), term.validCount().name())).build();
    return new BatchLoss(plan, term.value().name(), term.validCount().name(), read);
  }

  @Override
  public void close() {
    batchLosses.close();
  }
}
