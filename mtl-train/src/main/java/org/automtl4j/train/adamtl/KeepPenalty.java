package org.automtl4j.train.adamtl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.adamtl.ControllerPolicy;
import org.automtl4j.graph.adamtl.Controllers;
import org.automtl4j.graph.adamtl.MaskNames;
import org.automtl4j.graph.swin.SwinStage;
import org.automtl4j.train.step.Penalty;
import org.automtl4j.train.step.StepGraph;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * What controllers leave out: over all decisions of each controller the mean of |mask - 1|, added up. Where masks are 0 or 1, only what is left out pushes.
 *
 * @param network whose controllers
 */
record KeepPenalty(AdaptiveSwin network) implements Penalty {
  static final String NAME = "left-out";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public OptionalDouble factor() {
    return OptionalDouble.of(1);
  }

  @Override
  public Optional<Term> build(StepGraph step) {
    SameDiff sd = step.graph().sameDiff();
    return Optional.of(new Term(calls(network).stream().map(call -> sd.math().abs(step.output(call).sub(1)).mean()).reduce(SDVariable::add).orElseThrow()));
  }

  /** The outputs of all controllers by name. */
  static List<String> calls(AdaptiveSwin network) {
    Controllers controllers = network.controllers().orElseThrow();
    List<Optional<String>> owners = controllers.policy() == ControllerPolicy.SINGLE ? List.of(Optional.empty())
        : network.tasks().stream().map(Task::name).map(Optional::of).toList();
    List<String> calls = new ArrayList<>();
    for (SwinStage stage : network.encoder().spec().layout()) {
      for (Optional<String> owner : owners) {
        if (controllers.blocks()) {
          calls.add(MaskNames.call(MaskNames.blocks(stage.index()), owner));
        }
        for (int block = 0; controllers.tokens() && block < stage.size().depth(); block++) {
          calls.add(MaskNames.call(MaskNames.tokens(stage.index(), block), owner));
        }
      }
    }
    return calls;
  }
}
