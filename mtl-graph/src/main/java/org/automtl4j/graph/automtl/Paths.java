package org.automtl4j.graph.automtl;

import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.backbone.Convolution;

/** Says which branches a task's path computes at a layer. */
final class Paths {
  private final SuperModel model;
  private final Stage stage;
  private final Optional<Architecture> architecture;

  private Paths(SuperModel model, Stage stage, Optional<Architecture> architecture) {
    this.model = model;
    this.stage = stage;
    this.architecture = architecture;
  }

  static Paths of(SuperModel model, Stage stage, Optional<Architecture> architecture) {
    if (stage != Stage.HARD) {
      return new Paths(model, stage, Optional.empty());
    }
    return new Paths(model, stage, Optional.of(architecture.orElseGet(() -> Architecture.argmax(model)).checkedAgainst(model)));
  }

  /** The branches that count at a convolution or BatchNorm; several are averaged in stage PRE_TRAIN and weighted by the policy in stage SOFT. */
  List<Branch> branches(String task, int layer) {
    if (model.isSingleTask()) {
      return List.of(Branch.SHARED);
    }
    return switch (stage) {
      case COMMON -> List.of(Branch.SHARED);
      case TASK_SPECIFIC -> List.of(Branch.SPECIFIC);
      case PRE_TRAIN -> model.branches(layer);
      case SOFT -> model.policyNode(layer).map(node -> node.choices()).orElseGet(() -> List.of(withoutPolicy(layer)));
      case HARD -> List.of(model.policyNode(layer).isPresent() ? architecture.orElseThrow().branch(task, layer) : withoutPolicy(layer));
    };
  }

  private Branch withoutPolicy(int layer) {
    return model.backbone().nodes().get(layer).layer() instanceof Convolution ? Branch.SHARED : Branch.SPECIFIC;
  }
}
