package org.automtl4j.train;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.network.Parameters.Parameter;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.loop.ProcessUsage;
import org.automtl4j.train.loop.StepProbe;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.step.StepPlan;

/** What training a super-model costs. */
final class SuperModelCost {
  private SuperModelCost() {}

  static TrainingCost measure(SuperModel model, LoopSettings settings, Consumer<TrainingMemory> check) {
    long process = ProcessUsage.residentBytes().orElse(0);
    try (StepProbe probe = new StepProbe(model.network(), settings); StepPlan mixed = probe.plan(new BranchView.Mean());
        StepPlan plain = probe.plan(new BranchView.Common())) {
      Optional<Architecture> drawn = model.isSingleTask() ? Optional.empty() : Optional.of(Architecture.sample(model, RandomStream.of(0, "probe")));
      ModelSize found = ModelSize.of(model, model.isSingleTask() ? Stage.COMMON : Stage.HARD, drawn, probe.height(), probe.width());
      List<Parameter> all = model.parameters().all();
      TrainingMemory memory = new TrainingMemory(process, mixed.bytes(), plain.bytes(), all.stream().mapToLong(SuperModelCost::bytes).sum(),
          all.stream().filter(p -> p.role() == Role.WEIGHT).mapToLong(SuperModelCost::bytes).sum(), found.parameters() * model.dataType().width());
      check.accept(memory);
      return new TrainingCost(probe.seconds(mixed), probe.seconds(plain), memory);
    }
  }

  private static long bytes(Parameter p) {
    return p.array().length() * p.array().dataType().width();
  }
}
