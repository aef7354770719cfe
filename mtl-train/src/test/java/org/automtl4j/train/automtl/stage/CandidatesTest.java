package org.automtl4j.train.automtl.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.SharedWork;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Role;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class CandidatesTest {
  private static final int SIDE = 16;

  private static SuperModel model(BatchNormPolicy policy, long seed) {
    Backbone backbone = Backbone.builder("candidates").input(3).convolution(6, 3, c -> c.pad(1).noBias()).batchNorm().relu().convolution(6, 3, c -> c.pad(1).noBias()).batchNorm()
        .relu().convolution(8, 3, c -> c.pad(1).noBias()).batchNorm().relu().build();
    SuperModel.Builder builder = SuperModel.builder(backbone).batchNormPolicy(policy);
    List.of("a", "b", "c").forEach(task -> builder.task(Task.depth(task), TaskHead.conv1x1(4)));
    SuperModel model = builder.build();
    RandomStream random = RandomStream.of(seed, "logits");
    for (ParameterSpec spec : model.network().parameters()) {
      if (spec.role() == Role.CHOICE) {
        INDArray logits = model.parameters().get(spec.name());
        for (long i = 0; i < logits.length(); i++) {
          logits.putScalar(i, 2 * random.nextGaussian());
        }
      }
    }
    return model;
  }

  private static List<Architecture> draw(SuperModel model, PolicySampling sampling, long seed) {
    return Candidates.draw(model, sampling, sampling.limit(model, SIDE, SIDE), RandomStream.of(seed, "draws"));
  }

  @Test
  void noneComputesMoreThanTheLimitAndHardSharingIsAmongThem() {
    int others = 0;
    for (long seed = 0; seed < 20; seed++) {
      SuperModel model = model(BatchNormPolicy.SEARCH, seed);
      SharedWork work = SharedWork.of(model, SIDE, SIDE);
      double share = 0.4 + 0.5 * RandomStream.of(seed, "share").nextDouble();
      List<Architecture> drawn = draw(model, PolicySampling.builder().candidates(3).maxMultiplyAdds(share).build(), seed);
      assertThat(drawn).doesNotHaveDuplicates().allSatisfy(one -> assertThat(work.of(one).multiplyAdds()).isLessThanOrEqualTo((long) (share * work.singleTasks().multiplyAdds())));
      assertThat(drawn).contains(Architecture.uniform(model, Branch.SHARED));
      others += drawn.size() - 1;
    }
    assertThat(others).as("draws of independent layers are hardly ever so cheap: these became trees").isGreaterThan(20);
  }

  @Test
  void withoutALimitTheyAreWhatThePoliciesSay() {
    SuperModel model = model(BatchNormPolicy.SEARCH, 3);
    RandomStream random = RandomStream.of(5, "draws");
    assertThat(draw(model, PolicySampling.builder().candidates(3).build(), 5))
        .containsExactly(Architecture.argmax(model), Architecture.sample(model, random), Architecture.sample(model, random));
    assertThat(PolicySampling.builder().build().limit(model, SIDE, SIDE)).isEqualTo(Optional.empty());
  }

  @Test
  void aLimitBelowWhatIsPossibleIsRefusedWithTheLeast() {
    SuperModel model = model(BatchNormPolicy.TASK_SPECIFIC, 1);
    SharedWork work = SharedWork.of(model, SIDE, SIDE);
    double least = (double) work.of(Architecture.uniform(model, Branch.SKIP)).multiplyAdds() / work.singleTasks().multiplyAdds();
    assertThatThrownBy(() -> PolicySampling.builder().maxMultiplyAdds(least / 2).build().check(model, SIDE, SIDE)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("sampling.maxMultiplyAdds: found ").hasMessageContaining("allowed: at least 0.").hasMessageContaining("batchNormPolicy: SEARCH");
    assertThatCode(() -> PolicySampling.builder().maxMultiplyAdds(least + 0.001).build().check(model, SIDE, SIDE)).doesNotThrowAnyException();
    assertThatThrownBy(() -> PolicySampling.builder().maxMultiplyAdds(0).build()).isInstanceOf(InvalidInputException.class);
  }
}
