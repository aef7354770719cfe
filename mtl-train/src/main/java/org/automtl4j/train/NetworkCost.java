package org.automtl4j.train;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.loop.ProcessUsage;
import org.automtl4j.train.loop.StepProbe;
import org.automtl4j.train.method.CostProbe;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.step.StepPlan;

/** What training a network costs. */
final class NetworkCost {
  private NetworkCost() {}

  static TrainingCost measure(Network network, List<ParameterSpec> present, LoopSettings settings, Function<StepProbe, CostProbe> views, Consumer<TrainingMemory> check) {
    long process = ProcessUsage.residentBytes().orElse(0);
    try (StepProbe probe = new StepProbe(network, settings)) {
      CostProbe wanted = views.apply(probe);
      boolean alike = wanted.network().equals(wanted.model());
      try (StepPlan mixed = probe.plan(wanted.network()); StepPlan plain = alike ? mixed : probe.plan(wanted.model())) {
        long width = network.dataType().width();
        TrainingMemory memory = new TrainingMemory(process, mixed.bytes(), plain.bytes(), width * present.stream().mapToLong(ParameterSpec::length).sum(),
            width * present.stream().filter(p -> p.role() == Role.WEIGHT).mapToLong(ParameterSpec::length).sum(), wanted.modelBytes());
        check.accept(memory);
        double seconds = probe.seconds(mixed);
        return new TrainingCost(seconds, alike ? seconds : probe.seconds(plain), memory);
      }
    }
  }
}
