package org.automtl4j.graph.automtl;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All numbers of a supermodel by name, in a fixed order. Every graph reads these very arrays, so a change here is a change everywhere; arrays are never
 * replaced.
 *
 * <p>Layouts: kernels [kH, kW, inputs/groups, outputs], linear layers [inputs, outputs], everything per channel [C], policies [policy nodes, 3].
 */
public final class ParameterStore implements AutoCloseable {
  private final DataType dataType;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /** What a parameter is for; optimisers go by this, never by names. */
  public enum Role {
    /** Trained on the task losses. */
    WEIGHT,
    /** Logits of a task's choices, trained in policy steps. */
    POLICY,
    /** Running mean or variance of a BatchNorm; not trained, but updated in training. */
    STATISTIC
  }

  /**
   * One named array.
   *
   * @param name stable name, such as {@code layer.3.shared.weight}
   * @param role what it is for
   * @param array the numbers, shared with all graphs
   */
  public record Parameter(String name, Role role, INDArray array) {}

  ParameterStore(DataType dataType) {
    this.dataType = Objects.requireNonNull(dataType, "dataType");
  }

  /** A store over given arrays; roles follow from the names, but for the running statistics of heads. */
  static ParameterStore of(DataType dataType, Map<String, INDArray> numbers, Set<String> headStatistics) {
    ParameterStore store = new ParameterStore(dataType);
    numbers.forEach((name, array) -> store.add(name, headStatistics.contains(name) ? Role.STATISTIC : ParameterNames.role(name), array));
    return store;
  }

  void add(String name, Role role, INDArray array) {
    if (parameters.putIfAbsent(name, new Parameter(name, role, array)) != null) {
      throw new IllegalStateException("parameter " + name + " is there already");
    }
  }

  /** @return float or double, the same for all */
  public DataType dataType() {
    return dataType;
  }

  /** @return all parameters: layers in file order, then policies, then heads */
  public List<Parameter> all() {
    return List.copyOf(parameters.values());
  }

  /**
   * @param name a parameter's name
   * @return whether there is one
   */
  public boolean contains(String name) {
    return parameters.containsKey(name);
  }

  /**
   * @param name a parameter's name
   * @return the parameter
   * @throws IllegalArgumentException if there is none
   */
  public Parameter parameter(String name) {
    Parameter parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("there is no parameter '" + name + "'");
    }
    return parameter;
  }

  /**
   * @param name a parameter's name
   * @return its array, not a copy
   */
  public INDArray get(String name) {
    return parameter(name).array();
  }

  /**
   * Writes numbers into a parameter's array.
   *
   * @param name a parameter's name
   * @param values of the parameter's shape; converted if their type differs
   * @throws IllegalArgumentException for another shape
   */
  public void set(String name, INDArray values) {
    INDArray array = get(name);
    if (!Arrays.equals(array.shape(), values.shape())) {
      throw new IllegalArgumentException(
          "parameter '" + name + "' has shape " + Arrays.toString(array.shape()) + ", found " + Arrays.toString(values.shape()));
    }
    array.assign(values.castTo(dataType));
  }

  /** @return a store of the same names with arrays of its own */
  public ParameterStore copy() {
    ParameterStore copy = new ParameterStore(dataType);
    parameters.values().forEach(p -> copy.add(p.name(), p.role(), p.array().dup('c')));
    return copy;
  }

  /** Gives the arrays' memory back at once; neither this store nor a graph over it can be used any more. Without it, memory goes back when Java notices. */
  @Override
  public void close() {
    parameters.values().forEach(p -> p.array().close());
  }

  /** Gives the memory of all arrays but the policies' back at once, for what needs a model's structure and policies and no more of it. */
  public void closeAllButPolicies() {
    parameters.values().stream().filter(p -> p.role() != Role.POLICY).forEach(p -> p.array().close());
  }

  /**
   * Takes over the numbers of another store of the same names and shapes.
   *
   * @param other where they come from
   * @throws IllegalArgumentException if names or shapes differ; nothing is changed then
   */
  public void copyFrom(ParameterStore other) {
    if (!parameters.keySet().equals(other.parameters.keySet())) {
      throw new IllegalArgumentException("the stores have different parameters");
    }
    for (Parameter p : parameters.values()) {
      if (!p.array().equalShapes(other.get(p.name()))) {
        throw new IllegalArgumentException("parameter '" + p.name() + "' has another shape in the other store");
      }
    }
    parameters.values().forEach(p -> set(p.name(), other.get(p.name())));
  }
}
