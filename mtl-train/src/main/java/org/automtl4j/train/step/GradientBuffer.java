package org.automtl4j.train.step;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.automtl4j.graph.network.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Holds the gradients of a step until they are all there: adds up those of its batches, takes their mean, limits the norm of all of them together, and passes
 * them on in the order in which they came. Its arrays are as large as the parameters and are used again in each step.
 */
final class GradientBuffer implements GradientSink, AutoCloseable {
  private final Parameters parameters;
  private final OptionalDouble clipNorm;
  private final GradientSink next;
  private final Map<String, INDArray> sums = new HashMap<>();
  /** Those that this step has given gradients, in order. */
  private final Set<String> present = new LinkedHashSet<>();
  private int batches;

  /**
   * @param parameters whose gradients come
   * @param clipNorm the largest norm that is passed on
   * @param next where they go
   */
  GradientBuffer(Parameters parameters, OptionalDouble clipNorm, GradientSink next) {
    this.parameters = parameters;
    this.clipNorm = clipNorm;
    this.next = next;
  }

  @Override
  public void accept(String parameter, INDArray gradient, long first) {
    INDArray sum = sums.computeIfAbsent(parameter, name -> Nd4j.create(parameters.dataType(), parameters.get(name).shape()));
    boolean begins = present.add(parameter);
    if (gradient.length() == sum.length()) {
      INDArray whole = gradient.reshape(sum.shape());
      if (begins) {
        sum.assign(whole);
      } else {
        sum.addi(whole);
      }
      return;
    }
    if (begins) {
      sum.assign(0);
    }
    long length = gradient.length();
    sum.reshape(sum.length()).get(NDArrayIndex.interval(first, first + length)).addi(gradient.reshape(length));
  }

  @Override
  public void batchDone() {
    batches++;
    next.batchDone();
  }

  @Override
  public void stepDone() {
    if (batches > 0) {
      double factor = factor();
      for (String name : present) {
        INDArray gradient = sums.get(name);
        next.accept(name, factor == 1 ? gradient : gradient.muli(factor), 0);
      }
    }
    present.clear();
    batches = 0;
    next.stepDone();
  }

  /** What makes a mean of the sums, and of that one of an allowed norm. */
  private double factor() {
    double mean = 1.0 / batches;
    if (clipNorm.isEmpty()) {
      return mean;
    }
    double squares = 0;
    for (String name : present) {
      double norm = sums.get(name).norm2Number().doubleValue();
      squares += norm * norm;
    }
    double norm = mean * Math.sqrt(squares);
    return norm > clipNorm.getAsDouble() ? mean * clipNorm.getAsDouble() / norm : mean;
  }

  @Override
  public void close() {
    sums.values().forEach(INDArray::close);
    sums.clear();
  }
}
