package org.automtl4j.train.loop.balance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.train.balance.BalancerState;
import org.automtl4j.train.optimizer.FlatValues;
import org.automtl4j.train.optimizer.OptimizerState;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What balancing methods remember, as checkpoints hold it: like the state of an update rule, whose name is the method's and whose steps are an array's rows. */
final class BalancerStates {

  private BalancerStates() {}

  static OptimizerState written(BalancerState state) {
    Map<String, OptimizerState.Slot> slots = new TreeMap<>();
    state.numbers().forEach((name, values) -> slots.put(BalancerState.NUMBERS + name, slot(0, Nd4j.createFromArray(values))));
    state.arrays().forEach((name, array) -> slots.put(BalancerState.ARRAYS + name, slot(Math.toIntExact(array.size(0)), array)));
    return new OptimizerState(state.method(), slots);
  }

  private static OptimizerState.Slot slot(int rows, INDArray array) {
    return new OptimizerState.Slot(rows, List.of(FlatValues.of(array)));
  }

  static BalancerState read(OptimizerState state) {
    Map<String, double[]> numbers = new TreeMap<>();
    Map<String, INDArray> arrays = new TreeMap<>();
    state.parameters().forEach((name, slot) -> {
      INDArray array = slot.values().get(0).array();
      if (name.startsWith(BalancerState.NUMBERS)) {
        numbers.put(name.substring(BalancerState.NUMBERS.length()), array.toDoubleVector());
      } else {
        arrays.put(name.substring(BalancerState.ARRAYS.length()), array.reshape(slot.steps(), array.length() / slot.steps()));
      }
    });
    return new BalancerState(state.rule(), numbers, arrays);
  }
}
