package org.automtl4j.train;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/** The smallest thing that goes through every stage: 16x16 scenes, four convolutions (one dilated, one depthwise, one whose skip does not fit), a few steps. */
final class TinyRun {
  static final String[] TASKS = {"segment_semantic", "depth_zbuffer", "normal"};

  private TinyRun() {}

  static SyntheticScenes data() {
    return SyntheticScenes.builder().size(16, 16).counts(12, 4, 4).seed(3).tasks(TASKS).build();
  }

  static Backbone backbone() {
    return Backbone.builder("tiny")
        .input(3)
        .convolution(6, 3, c -> c.stride(2).pad(1).noBias())
        .batchNorm()
        .relu()
        .as("stem")
        .convolution(6, 3, c -> c.pad(2).dilation(2).noBias())
        .batchNorm()
        .plus("stem")
        .relu()
        .depthwise(3, c -> c.pad(1).noBias())
        .batchNorm()
        .convolution(8, 3)
        .batchNorm()
        .relu()
        .build();
  }

  static SuperModel superModel(SyntheticScenes data, long seed, BatchNormPolicy policy, String... tasks) {
    SuperModel.Builder builder = SuperModel.builder(backbone()).batchNormPolicy(policy).seed(seed);
    for (String task : tasks) {
      builder.task(data.task(task), TaskHead.conv1x1(6));
    }
    return builder.build();
  }

  static SuperModel superModel(SyntheticScenes data, long seed) {
    return superModel(data, seed, BatchNormPolicy.TASK_SPECIFIC, TASKS);
  }

  static TrainerBuilder trainer(SuperModel model, SyntheticScenes data) {
    return Trainer.builder(model, data).batchSize(4);
  }

  static PreTraining pre(int iterations) {
    return PreTraining.builder().iterations(iterations).updater(new Adam(2e-3, 0.5, 0.999, 1e-8)).build();
  }

  static PolicySearch search(int iterations) {
    return PolicySearch.builder()
        .iterations(iterations)
        .policySteps(1)
        .weightSteps(2)
        .policyLearningRate(0.5)
        .weightUpdater(new Nesterovs(0.01, 0.9))
        .lambda(0.005)
        .build();
  }

  static PolicySampling sampling(int candidates) {
    return PolicySampling.builder().candidates(candidates).iterations(1).build();
  }

  static PostTraining post(Architecture architecture, int iterations) {
    return PostTraining.builder(architecture).iterations(iterations).build();
  }

  static double[] numbers(SuperModel model) {
    return model.parameters().all().stream().map(p -> p.array()).flatMapToDouble(TinyRun::stream).toArray();
  }

  static DoubleStream stream(INDArray array) {
    return IntStream.range(0, (int) array.length()).mapToDouble(array::getDouble);
  }
}
