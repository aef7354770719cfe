package org.automtl4j.train.balance.internal;

import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.balance.TaskGradients;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Numbers that a method remembers by task and shared parameter: made with the first gradients, or taken from a state. */
public final class RowMemory implements AutoCloseable {
  private final String name;
  private Optional<RowArray> rows = Optional.empty();

  /** @param name of the array in states */
  public RowMemory(String name) {
    this.name = name;
  }

  /** The rows, for all tasks of these gradients. */
  public RowArray rows(TaskGradients gradients) {
    RowArray there = rows.orElseGet(() -> RowArray.zeros(gradients.type(), gradients.tasks().size(), gradients.length()));
    rows = Optional.of(there);
    if (there.array().size(0) != gradients.tasks().size() || there.array().size(1) != gradients.length() || there.array().dataType() != gradients.type()) {
      throw new InvalidInputException("balancing remembers '" + name + "' of " + there.array().size(0) + " tasks and " + there.array().size(1) + " shared numbers of type "
          + there.array().dataType() + ", the training has " + gradients.tasks().size() + " and " + gradients.length() + " of type " + gradients.type()
          + "; resume with the same tasks and network");
    }
    return there;
  }

  /** The very array, or none before the first step. */
  public Map<String, INDArray> state() {
    return rows.map(r -> Map.of(name, r.array())).orElse(Map.of());
  }

  /** Takes a copy of a state's array; none where the state is from before the first step. */
  public void restore(BalancerState state) {
    close();
    rows = Optional.ofNullable(state.arrays().get(name)).map(RowArray::copyOf);
  }

  @Override
  public void close() {
    rows.ifPresent(RowArray::close);
    rows = Optional.empty();
  }
}
