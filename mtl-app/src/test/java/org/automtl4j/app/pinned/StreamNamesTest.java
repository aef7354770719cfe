package org.automtl4j.app.pinned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.automtl4j.core.RandomStream;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.iterator.internal.BatchOrder;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.network.Parameters.Parameter;
import org.automtl4j.plan.TrainingPlan;
import org.automtl4j.train.checkpoint.CheckpointFile;
import org.automtl4j.train.checkpoint.Progress;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingState;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The names that seed random streams are part of the formats: with another name a resumed training, or one that is repeated from its seed, draws other numbers.
 * They stand here letter by letter. The names of batch orders and of a step's dropout are held by {@link PinnedCheckpointsTest} too, which begins every stage
 * from its seed.
 */
class StreamNamesTest {
  private static final long SEED = 7;

  @TempDir Path temp;

  /** A stage's state before its first iteration. */
  private TrainingState beginning(String run) throws IOException {
    StopSignal stop = new StopSignal();
    stop.request("before the first iteration");
    try {
      PinnedRun.all().stream().filter(r -> r.name().equals(run)).findFirst().orElseThrow().run(temp, DataType.FLOAT, stop);
      throw new AssertionError(run + " was not stopped");
    } catch (TrainingStoppedException expected) {
      return CheckpointFile.read(expected.checkpoint().orElseThrow());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pre-train-adam, pre-train",
    "policy-train, policy-train",
    "candidates, candidate 1/2",
    "post-train-adam, post-train",
    "hard-sharing-momentum, hard-sharing",
    "single-task-adam, single-task normal"
  })
  void stagesHaveTheirNamesAndTheirNoiseIsNamedAfterThem(String run, String stage) throws IOException {
    Progress progress = beginning(run).progress();
    assertThat(progress.stage()).isEqualTo(stage);
    assertThat(progress.streams()).containsEntry("noise", RandomStream.of(SEED, "noise/" + stage).state());
  }

  @ParameterizedTest
  @CsvSource({"candidates, candidates", "post-train-adam, post-train", "hard-sharing-momentum, post-train", "single-task-adam, post-train"})
  void freshWeightsAreDrawnFromTheSeedOfTheirStream(String run, String stream) throws IOException {
    long seed = RandomStream.of(SEED, stream).nextLong();
    INDArray found = beginning(run).parameters().get("layer.0.shared.weight");
    // 3x3 taps of 3 channels: uniform in +-1/sqrt(27).
    assertThat(found).isEqualTo(Initialization.UNIFORM.weight(27, 18).create(DataType.FLOAT, RandomStream.of(seed, "parameter layer.0.shared.weight"), found.shape()));
  }

  @Test
  void parametersAreDrawnFromStreamsWithTheirNamesAndOwnCopiesFromThatOfTheSharedOne() {
    SyntheticScenes data = SyntheticScenes.builder().size(16, 16).counts(4, 4, 4).tasks("depth_zbuffer", "normal").build();
    Backbone backbone = Backbone.builder("named").input(3).convolution(2, 3, c -> c.stride(2).pad(1)).batchNorm().relu().convolution(4, 3, c -> c.pad(1)).build();
    SuperModel model = SuperModel.builder(backbone).batchNormPolicy(BatchNormPolicy.TASK_SPECIFIC).seed(SEED)
        .task(data.task("depth_zbuffer"), TaskHead.conv1x1(2)).task(data.task("normal"), TaskHead.conv1x1(2)).build();
    assertDrawn(model, "layer.0.shared.weight", "parameter layer.0.shared.weight", 27);
    assertDrawn(model, "layer.0.shared.bias", "parameter layer.0.shared.bias", 27);
    assertDrawn(model, "layer.3.specific.normal.weight", "parameter layer.3.shared.weight", 18);
    assertDrawn(model, "layer.3.skip.depth_zbuffer.weight", "parameter layer.3.skip.depth_zbuffer.weight", 2);
    assertDrawn(model, "head.normal.conv2.weight", "parameter head.normal.conv2.weight", 2);
    Set<String> kinds = new TreeSet<>();
    for (Parameter p : model.parameters().all()) {
      kinds.add(p.name().replace("depth_zbuffer", "TASK").replace("normal", "TASK").replaceAll("\\d+", "I"));
    }
    assertThat(kinds).contains("layer.I.shared.weight", "layer.I.specific.TASK.bias", "layer.I.skip.TASK.weight", "policy.TASK");
  }

  private static void assertDrawn(SuperModel model, String name, String stream, long fanIn) {
    INDArray found = model.parameters().get(name);
    assertThat(found).as(name).isEqualTo(Initialization.UNIFORM.weight(fanIn, 0).create(DataType.FLOAT, RandomStream.of(SEED, stream), found.shape()));
  }

  @Test
  void checkpointsNameOrdersAndDropoutsBySplitPhaseAndTasks() throws IOException {
    Set<String> orders = new TreeSet<>();
    Set<String> dropouts = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "resources", "fixtures", "checkpoints-0.1"))) {
      for (Path file : files.filter(f -> f.toString().contains("-float") && f.toString().endsWith(".state")).toList()) {
        Progress progress = CheckpointFile.progress(file);
        orders.addAll(progress.cursors().keySet());
        dropouts.addAll(progress.dropout().keySet());
      }
    }
    assertThat(orders).containsExactly("train/depth_zbuffer", "train/depth_zbuffer+normal", "train/normal", "train1/depth_zbuffer", "train1/normal",
        "train2/depth_zbuffer", "train2/normal");
    assertThat(dropouts).containsExactly("policies/depth_zbuffer", "policies/normal", "weights/depth_zbuffer", "weights/depth_zbuffer+normal",
        "weights/normal");
  }

  @Test
  void ordersOfBatchesAreNamedByTheirPurpose() {
    assertThat(new BatchOrder(9, 3, true, SEED, "train1/policy-train/normal").order(4))
        .containsExactly(RandomStream.of(SEED, "order/train1/policy-train/normal", 4).permutation(9));
    assertThat(List.of(Split.TRAIN.id(), Split.TRAIN1.id(), Split.TRAIN2.id(), Split.VAL.id(), Split.TEST.id()))
        .containsExactly("train", "train1", "train2", "val", "test");
  }

  @Test
  void dropoutMasksAreNamedByTheirPlaceholderAndCounted() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.var("x", Nd4j.ones(DataType.FLOAT, 4, 5));
    x.mul(graph.placeHolder("mask", DataType.FLOAT, 4, 5)).sum().rename("loss");
    try (TrainingPlan plan = TrainingPlan.builder(graph).loss("loss").gradientsOf(List.of("x")).dropout("mask", 0.5).seed(SEED).build()) {
      plan.forward();
      plan.forward();
      INDArray mask = plan.dropoutMasks().get("mask");
      RandomStream random = RandomStream.of(SEED, "dropout.mask", 1);
      for (long i = 0; i < mask.length(); i += 2) {
        long bits = random.nextLong(); // decide on two elements
        assertThat(mask.getDouble(i)).isEqualTo(bits >>> 32 < 1L << 31 ? 2 : 0);
        assertThat(mask.getDouble(i + 1)).isEqualTo((bits & 0xffffffffL) < 1L << 31 ? 2 : 0);
      }
    }
  }

  @Test
  void numbersOfAStreamStayWhatTheyAre() {
    assertThat(RandomStream.of(SEED, "noise/policy-train").nextLong()).isEqualTo(1_103_933_696_206_452_877L);
    assertThat(RandomStream.of(SEED, "order/train/pre-train/normal", 1).permutation(6)).containsExactly(4, 3, 0, 2, 1, 5);
    assertThat(RandomStream.of(SEED, "parameter policy").nextGumbel()).isCloseTo(-0.31192798497780133, within(1e-15));
  }
}
