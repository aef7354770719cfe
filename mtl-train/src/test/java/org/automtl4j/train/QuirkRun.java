package org.automtl4j.train;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.loss.LossTerm;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.golden.GivenBatches;
import org.automtl4j.train.golden.GivenData;
import org.automtl4j.train.golden.GivenSources;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Two tasks on two convolutions with a BatchNorm between them, for the probes of the published trainer; what happens in each iteration is kept. */
final class QuirkRun {
  static final int SIDE = 6;
  private static final TaskLoss SQUARES =
      (sd, prediction, label, mask) -> new LossTerm(sd.math().square(prediction.sub(label)).mean(), sd.constant(1f));

  final SuperModel model;
  final List<IterationDone> iterations = new ArrayList<>();
  /** All numbers after each iteration, by name. */
  final List<Map<String, INDArray>> states = new ArrayList<>();
  private Function<Task, MultiDataSetIterator> batches = task -> batches(1000);
  private Compat compat = Compat.OFF;

  QuirkRun() {
    Backbone backbone = Backbone.builder("quirk").input(3).convolution(3, 3, c -> c.pad(1)).batchNorm().convolution(3, 3, c -> c.pad(1)).build();
    SuperModel.Builder builder = SuperModel.builder(backbone).seed(1);
    List.of("a", "b").forEach(task -> builder.task(Task.normals(task), (scope, feature, t) -> feature));
    this.model = builder.build();
    states.add(numbers());
  }

  QuirkRun compat(Compat habits) {
    compat = habits;
    return this;
  }

  QuirkRun batches(Function<Task, MultiDataSetIterator> source) {
    batches = source;
    return this;
  }

  /** A loader whose epochs have so many batches. */
  static MultiDataSetIterator batches(int epoch) {
    MultiDataSet batch = new org.nd4j.linalg.dataset.MultiDataSet(random(1), random(2));
    return new GivenBatches(List.of(batch), epoch);
  }

  /** A loader that gives one batch, and then meets an unreadable file. */
  static MultiDataSetIterator broken() {
    MultiDataSet batch = batches(1).next();
    AbstractList<MultiDataSet> unreadable = new AbstractList<>() {
      @Override
      public MultiDataSet get(int index) {
        if (index > 0) {
          throw new InvalidInputException("broken.png: not a picture");
        }
        return batch;
      }

      @Override
      public int size() {
        return 10;
      }
    };
    return new GivenBatches(unreadable, 10);
  }

  private static INDArray random(long seed) {
    Nd4j.getRandom().setSeed(seed);
    return Nd4j.randn(DataType.FLOAT, 2, 3, SIDE, SIDE);
  }

  /** A trainer without noise, on three images for validation. */
  TrainerBuilder trainer(TrainingListener... more) {
    TrainingListener listener = new TrainingListener() {
      @Override
      public void iterationDone(IterationDone event) {
        iterations.add(event);
        states.add(numbers());
      }
    };
    float[] numbers = random(3).slice(0).dup('c').data().asFloat();
    Label label = new Label(numbers, 3, SIDE, SIDE, Optional.empty());
    List<Sample> validation = IntStream.range(0, 3).mapToObj(i -> new Sample(numbers, 3, SIDE, SIDE, Map.of("a", label, "b", label))).toList();
    return Trainer.builder(model, new GivenData(model.tasks(), SIDE, SIDE, 3, validation)).batchSize(2).loss("a", SQUARES).loss("b", SQUARES).compat(compat)
        .sources(new GivenSources((split, task) -> batches.apply(task), Nd4j.zeros(DataType.DOUBLE, 1000, 3)))
        .listeners(Stream.concat(Stream.of(listener), Stream.of(more)).toArray(TrainingListener[]::new));
  }

  /** Whether a parameter has another value after some iterations than it had after some. */
  boolean moved(String parameter, int from, int to) {
    return !states.get(from).get(parameter).equals(states.get(to).get(parameter));
  }

  private Map<String, INDArray> numbers() {
    Map<String, INDArray> numbers = new HashMap<>();
    model.parameters().all().forEach(p -> numbers.put(p.name(), p.array().dup()));
    return numbers;
  }
}
