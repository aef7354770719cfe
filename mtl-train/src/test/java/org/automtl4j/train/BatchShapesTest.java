package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.train.automtl.stage.HardSharing;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.Sources;
import org.automtl4j.train.step.NoiseSource;
import org.automtl4j.train.step.TaskStepping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Batches that differ in number and size of their images, and in their masks: each is learnt from as if all were like it. */
class BatchShapesTest {
  private static final String TASK = "depth_zbuffer";
  private static final String OTHER = "normal";
  /** Whole, small, large, masked, of other images, without any known label. */
  private static final String KINDS = "BSLMHU";

  @TempDir Path temp;
  private final SyntheticScenes data = SyntheticScenes.builder().size(16, 16).counts(12, 4, 4).seed(3).tasks(TASK, OTHER).build();
  private final Map<Character, MultiDataSet> batches = batches();

  private Map<Character, MultiDataSet> batches() {
    Map<Character, MultiDataSet> all = new LinkedHashMap<>();
    all.put('B', batch(data, 0, 4));
    all.put('S', batch(data, 4, 1));
    all.put('L', batch(data, 5, 6));
    all.put('M', masked(batch(data, 0, 4), 1));
    all.put('H', batch(SyntheticScenes.builder().size(24, 20).counts(4, 2, 2).seed(4).tasks(TASK, OTHER).build(), 0, 2));
    all.put('U', masked(batch(data, 0, 4), 0));
    return all;
  }

  /** Both tasks' labels; a fed task takes the first. */
  private static MultiDataSet batch(SyntheticScenes data, int from, int images) {
    INDArray x = Nd4j.create(images, 3, data.height(), data.width());
    INDArray depth = Nd4j.create(images, 1, data.height(), data.width());
    INDArray normal = Nd4j.create(images, 3, data.height(), data.width());
    for (int i = 0; i < images; i++) {
      Sample s = data.sample(Split.TRAIN, from + i, 0);
      x.slice(i).assign(Nd4j.create(s.image(), new long[] {3, s.height(), s.width()}, 'c'));
      depth.slice(i).assign(Nd4j.create(s.label(TASK).values(), new long[] {1, s.height(), s.width()}, 'c').add(from));
      normal.slice(i).assign(Nd4j.create(s.label(OTHER).values(), new long[] {3, s.height(), s.width()}, 'c'));
    }
    return new MultiDataSet(new INDArray[] {x}, new INDArray[] {depth, normal});
  }

  private static MultiDataSet masked(MultiDataSet batch, int known) {
    INDArray mask = Nd4j.zeros(batch.getLabels(0).size(0), 1, 16, 16);
    mask.slice(0).assign(known);
    batch.setLabelsMaskArray(new INDArray[] {mask, null});
    return batch;
  }

  /** Some batches in order, and again. */
  private final class Order implements MultiDataSetIterator {
    private static final long serialVersionUID = 1L;
    private final String kinds;
    private final int tasks;
    private final List<Character> taken;
    private int at;

    Order(String kinds, int tasks, List<Character> taken) {
      this.kinds = kinds;
      this.tasks = tasks;
      this.taken = taken;
    }

    @Override
    public MultiDataSet next() {
      char kind = kinds.charAt(at++);
      taken.add(kind);
      MultiDataSet all = batches.get(kind);
      return tasks == 2 ? all
          : new MultiDataSet(all.getFeatures(), new INDArray[] {all.getLabels(0)}, all.getFeaturesMaskArrays(),
              all.getLabelsMaskArrays() == null ? null : new INDArray[] {all.getLabelsMaskArray(0)});
    }

    @Override
    public boolean hasNext() {
      return at < kinds.length();
    }

    @Override
    public void reset() {
      at = 0;
    }

    @Override
    public MultiDataSet next(int count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setPreProcessor(MultiDataSetPreProcessor processor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MultiDataSetPreProcessor getPreProcessor() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean resetSupported() {
      return true;
    }

    @Override
    public boolean asyncSupported() {
      return false;
    }
  }

  private static final class Heard implements TrainingListener {
    final List<String> where = new ArrayList<>();
    final List<Map<String, Double>> losses = new ArrayList<>();
    final Map<String, Integer> unlabelled = new TreeMap<>();

    @Override
    public void iterationDone(IterationDone event) {
      where.add(event.stage() + " " + event.phase() + " " + event.iteration());
      losses.add(event.losses());
    }

    @Override
    public void stageEnded(StageEnded event) {
      event.unlabelled().forEach((task, count) -> unlabelled.merge(task, count, Integer::sum));
    }
  }

  private SuperModel superModel() {
    Backbone backbone = Backbone.builder("dropped").input(3).convolution(6, 3, c -> c.stride(2).pad(1)).batchNorm().relu().dropout(0.3).convolution(6, 3, c -> c.pad(1))
        .batchNorm().relu().build();
    return SuperModel.builder(backbone).task(data.task(TASK), TaskHead.conv1x1(4)).task(data.task(OTHER), TaskHead.conv1x1(4)).seed(1).build();
  }

  private TrainerBuilder trainer(TaskStepping stepping, String kinds, List<Character> taken) {
    TrainerBuilder builder = Trainer.builder(superModel(), data).batchSize(4).taskStepping(stepping);
    if (stepping == TaskStepping.ALTERNATING) {
      return builder.feed(TASK, split -> new Order(kinds, 1, taken));
    }
    return builder.sources(new Sources() {
      @Override
      public MultiDataSetIterator batches(LoopSettings settings, String stage, Split split, List<Task> tasks) {
        return new Order(kinds, 2, taken);
      }

      @Override
      public NoiseSource noise(LoopSettings settings, String stage) {
        return Sources.seeded().noise(settings, stage);
      }
    });
  }

  /** Every stage, in which nothing learns, so that a loss depends on its batch alone. */
  private Heard everyStage(TaskStepping stepping, String kinds, List<Character> taken) {
    Heard heard = new Heard();
    int n = 12;
    Sgd still = new Sgd(0);
    try (Trainer trainer = trainer(stepping, kinds, taken).listeners(heard).build()) {
      trainer.run(PreTraining.builder().iterations(n).updater(still).build());
      trainer.run(PolicySearch.builder().iterations(3 * n).policySteps(1).weightSteps(2).policyLearningRate(1e-30).weightUpdater(still).build());
      Architecture found = trainer.run(PolicySampling.builder().candidates(2).iterations(n).updater(still).build());
      trainer.run(PostTraining.builder(found).iterations(n).updater(still).build()).close();
      trainer.run(new HardSharing(n, still, 0)).close();
    }
    return heard;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALTERNATING", "JOINT"})
  void everyBatchOfEveryStageIsComputedAsIfAllWereOfItsShapes(TaskStepping stepping) {
    Map<Character, Heard> alone = new LinkedHashMap<>();
    KINDS.chars().forEach(kind -> alone.put((char) kind, everyStage(stepping, String.valueOf((char) kind), new ArrayList<>())));
    List<Character> taken = new ArrayList<>();

    Heard mixed = everyStage(stepping, "BSLBMUHSMBHL", taken);

    assertThat(taken).hasSameSizeAs(mixed.where).containsAll(batches.keySet());
    for (int i = 0; i < taken.size(); i++) {
      Map<String, Double> expected = alone.get(taken.get(i)).losses.get(i);
      assertThat(mixed.losses.get(i)).as(mixed.where.get(i) + " of " + taken.get(i)).isEqualTo(expected);
      assertThat(expected.containsKey(TASK)).isEqualTo(taken.get(i) != 'U');
    }
    assertThat(mixed.unlabelled).isEqualTo(Map.of(TASK, (int) taken.stream().filter(kind -> kind == 'U').count()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 7})
  void aResumedTrainingMeetsTheShapesInAnotherOrderAndEndsWithTheSameBits(int until) {
    String kinds = "BSMULHBSL";
    double[] whole = trained(trainer(TaskStepping.ALTERNATING, kinds, new ArrayList<>()), new Heard());
    StopSignal stop = new StopSignal().afterIterations(until);
    assertThatThrownBy(() -> trained(trainer(TaskStepping.ALTERNATING, kinds, new ArrayList<>()).checkpoints(temp).stopSignal(stop), new Heard()))
        .isInstanceOf(TrainingStoppedException.class);
    Heard heard = new Heard();

    double[] resumed = trained(trainer(TaskStepping.ALTERNATING, kinds, new ArrayList<>()).resume(temp), heard);

    assertThat(resumed).isEqualTo(whole);
    assertThat(heard.unlabelled).as("of both parts").isEqualTo(Map.of(TASK, 1));
  }

  private static double[] trained(TrainerBuilder builder, Heard heard) {
    try (Trainer trainer = builder.listeners(heard).build()) {
      trainer.run(TinyRun.pre(9));
      return TinyRun.numbers(trainer.superModel());
    }
  }

  @Test
  void batchesThatCannotBeRightAreRefusedWithTheirNumberAndShapes() {
    MultiDataSet good = new Order("B", 1, new ArrayList<>()).next();
    refused(good, new MultiDataSet(Nd4j.create(1, 3, 2, 2), Nd4j.create(1, 1, 2, 2).addi(1)),
        "stage pre-train, iteration 1, batch of depth_zbuffer (images [1, 3, 2, 2], labels [1, 1, 2, 2]): ", "use a batch of at least 2 or larger images");
    MultiDataSet flat = new MultiDataSet(good.getFeatures(), good.getLabels(), null, new INDArray[] {Nd4j.ones(4, 1)});
    refused(good, flat, "(train), batch 1: found a mask of shape [4, 1] for labels of shape [4, 1, 16, 16], allowed: [4, 1, 16, 16]", "");
    MultiDataSet seen = new MultiDataSet(good.getFeatures(), good.getLabels(), new INDArray[] {Nd4j.ones(4, 1)}, null);
    refused(good, seen, "(train), batch 1: found a mask of the images", "");
  }

  private void refused(MultiDataSet first, MultiDataSet second, String... words) {
    batches.put('1', first);
    batches.put('2', second);
    assertThatThrownBy(() -> {
      try (Trainer trainer = Trainer.builder(superModel(), data).batchSize(4).feed(TASK, split -> new Order("12", 1, new ArrayList<>())).build()) {
        trainer.run(TinyRun.pre(2));
      }
    }).isInstanceOf(InvalidInputException.class).hasMessageContainingAll(words);
  }
}
