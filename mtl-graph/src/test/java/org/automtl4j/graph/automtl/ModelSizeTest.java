package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.junit.jupiter.api.Test;

class ModelSizeTest {
  private static final long FIRST = 3 * 3 * 3 * 4 + 4; // weights and biases
  private static final long SECOND = 3 * 3 * 4 * 4;
  private static final long NORM = 4 * 4; // gamma, beta and both running statistics
  private static final long HEAD = 4 + 1;
  private static final Backbone BACKBONE = Nets.chain(3, Nets.conv("c0", 4, 3, 2, 1, 1, true), Nets.norm("b1"), Nets.conv("c2", 4, 3, 1, 1, 1, false));

  private static SuperModel model(String... tasks) {
    SuperModel.Builder builder = SuperModel.builder(BACKBONE);
    List.of(tasks).forEach(task -> builder.task(Task.depth(task), TaskHead.conv1x1()));
    return builder.build();
  }

  private static ModelSize size(SuperModel model, Stage stage, Architecture architecture) {
    return ModelSize.of(model, stage, Optional.of(architecture), 8, 8);
  }

  @Test
  void sharedLayersCountOnceSpecificOnesPerTaskAndSkippedOnesNot() {
    SuperModel model = model("a", "b");
    Architecture shared = Architecture.uniform(model, Branch.SHARED);
    assertThat(size(model, Stage.HARD, shared).backboneParameters()).isEqualTo(FIRST + SECOND);
    assertThat(size(model, Stage.HARD, shared).parameters()).isEqualTo(FIRST + SECOND + 2 * NORM + 2 * HEAD);
    ModelSize mixed = size(model, Stage.HARD, shared.with("a", 0, Branch.SPECIFIC).with("b", 2, Branch.SKIP));
    assertThat(mixed.backboneParameters()).isEqualTo(2 * FIRST + SECOND);
    assertThat(mixed.parameters()).isEqualTo(2 * FIRST + SECOND + 2 * NORM + 2 * HEAD);
    long projection = 3 * 4 + NORM;
    ModelSize skipping = size(model, Stage.HARD, shared.with("a", 0, Branch.SKIP).with("b", 0, Branch.SKIP));
    assertThat(skipping.backboneParameters()).isEqualTo(SECOND);
    assertThat(skipping.parameters()).isEqualTo(2 * projection + SECOND + 2 * NORM + 2 * HEAD);
  }

  @Test
  void theStagesOfBaselinesHaveSizesToo() {
    SuperModel model = model("a", "b");
    ModelSize common = ModelSize.of(model, Stage.COMMON, Optional.empty(), 8, 8);
    assertThat(common.parameters()).isEqualTo(FIRST + SECOND + NORM + 2 * HEAD);
    ModelSize single = ModelSize.of(model("a"), Stage.HARD, Optional.empty(), 8, 8);
    assertThat(ModelSize.of(model, Stage.TASK_SPECIFIC, Optional.empty(), 8, 8)).isEqualTo(single.plus(single));
    assertThat(ModelSize.singleTaskBackboneParameters(model)).isEqualTo(2 * (FIRST + SECOND)).isEqualTo(single.plus(single).backboneParameters());
    assertThatThrownBy(() -> ModelSize.of(model, Stage.SOFT, Optional.empty(), 8, 8)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void multiplyAddsOfCommonPrefixesCountOnce() {
    long head = 4 * 4 * 4;
    assertThat(ModelSize.of(model("a"), Stage.HARD, Optional.empty(), 8, 8).multiplyAdds()).isEqualTo(BACKBONE.multiplyAdds(8, 8) + head);
    SuperModel model = model("a", "b");
    assertThat(ModelSize.of(model, Stage.COMMON, Optional.empty(), 8, 8).multiplyAdds()).isEqualTo(BACKBONE.multiplyAdds(8, 8) + 2 * head);
    long first = 4 * 4 * 4 * 27;
    long second = BACKBONE.multiplyAdds(8, 8) - first;
    assertThat(size(model, Stage.HARD, Architecture.uniform(model, Branch.SHARED)).multiplyAdds()).isEqualTo(first + 2 * second + 2 * head);
  }
}
