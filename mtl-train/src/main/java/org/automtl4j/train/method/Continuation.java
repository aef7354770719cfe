package org.automtl4j.train.method;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.automtl4j.train.checkpoint.Progress;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.optimizer.FlatValues;
import org.automtl4j.train.optimizer.OptimizerState;

/**
 * Where a training has come to, beside the weights, so that another one can go on from there as if it had been the same: iterations that are done, places in the batch orders
 * and states of generators, and what the update rules remember.
 *
 * @param progress how far it was
 * @param optimizers by phase and group, with numbers of their own
 */
public record Continuation(Progress progress, Map<String, OptimizerState> optimizers) implements AutoCloseable {

  /** Keeps an unmodifiable copy of the map in order; the numbers are shared. */
  public Continuation {
    optimizers = Collections.unmodifiableMap(new LinkedHashMap<>(optimizers));
  }

  /** @return the same with numbers of its own */
  public Continuation copy() {
    Map<String, OptimizerState> copies = new LinkedHashMap<>();
    optimizers.forEach((name, state) -> copies.put(name, state.copy()));
    return new Continuation(progress, copies);
  }

  /**
   * For a network whose parameters are copies of this one's.
   *
   * @param copies by parameter, the names of its copies, itself among them if it stays
   * @return what the update rules would remember had the copies learnt together, with numbers of its own; balancing methods that remember gradients begin anew, since
   *     other parameters are shared
   */
  public Continuation forked(Function<String, List<String>> copies) {
    Map<String, OptimizerState> forked = new LinkedHashMap<>();
    optimizers.forEach((phase, state) -> {
      if (phase.startsWith(BalancerState.IN_CHECKPOINTS)) {
        if (!BalancerState.remembersGradients(state.parameters().keySet())) {
          forked.put(phase, state.copy());
        }
        return;
      }
      Map<String, OptimizerState.Slot> slots = new TreeMap<>();
      state.parameters().forEach((name, slot) -> copies.apply(name)
          .forEach(copy -> slots.put(copy, new OptimizerState.Slot(slot.steps(), slot.values().stream().map(FlatValues::copy).toList()))));
      forked.put(phase, new OptimizerState(state.rule(), slots));
    });
    return new Continuation(progress, forked);
  }

  /**
   * @param fresh a training as it would begin at its beginning
   * @return that training as it begins here
   */
  public Progress beginning(Progress fresh) {
    return new Progress(fresh.unit(), fresh.model(), fresh.stage(), fresh.settings(), progress.iteration(), false, 0, 0, progress.counts(), progress.streams(),
        progress.dropout(), progress.cursors(), progress.moved(), fresh.validation(), List.of(), progress.unlabelled());
  }

  /** Gives the numbers' memory back. */
  @Override
  public void close() {
    optimizers.values().forEach(OptimizerState::close);
  }
}
