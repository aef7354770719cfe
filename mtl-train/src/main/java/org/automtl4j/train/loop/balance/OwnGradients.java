package org.automtl4j.train.loop.balance;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.step.GradientSink;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Holds the gradients of parameters that one task alone uses until their factor is known, and adds up those of several batches. The arrays are used again. */
final class OwnGradients implements AutoCloseable {
  private final Parameters parameters;
  private final Map<String, INDArray> sums = new HashMap<>();
  /** By parameter, in the order in which they came: whose it is. */
  private final Map<String, String> present = new LinkedHashMap<>();

  OwnGradients(Parameters parameters) {
    this.parameters = parameters;
  }

  void add(String task, String parameter, INDArray gradient, long first) {
    INDArray sum = sums.computeIfAbsent(parameter, name -> Nd4j.create(parameters.dataType(), parameters.get(name).shape()));
    if (present.put(parameter, task) == null) {
      sum.assign(0);
    }
    long length = gradient.length();
    sum.reshape(sum.length()).get(NDArrayIndex.interval(first, first + length)).addi(gradient.reshape(length));
  }

  /** Takes what came for a parameter out, if anything did; valid until the next one comes. */
  Optional<INDArray> take(String parameter) {
    return present.remove(parameter) == null ? Optional.empty() : Optional.of(sums.get(parameter));
  }

  /** Passes all on, each by its task's factor, and begins anew. */
  void passOn(ToDoubleFunction<String> factors, GradientSink out) {
    present.forEach((parameter, task) -> {
      double factor = factors.applyAsDouble(task);
      INDArray gradient = sums.get(parameter);
      out.accept(parameter, factor == 1 ? gradient : gradient.muli(factor), 0);
    });
    present.clear();
  }

  @Override
  public void close() {
    sums.values().forEach(INDArray::close);
    sums.clear();
  }
}
