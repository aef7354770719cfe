package org.automtl4j.graph.network;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.automtl4j.core.RandomStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Numbers of a network by name, in the order of its specifications. A network may have several of these, and they may hold some of its parameters only. Every
 * graph reads these very arrays, so a change here is a change everywhere; arrays are never replaced.
 */
public final class Parameters implements AutoCloseable {
  private final Map<String, ParameterSpec> specs;
  private final Map<String, INDArray> arrays;

  /**
   * A parameter with its numbers.
   *
   * @param spec what it is
   * @param array the numbers, shared with all graphs
   */
  public record Parameter(ParameterSpec spec, INDArray array) {

    /** @return its name */
    public String name() {
      return spec.name();
    }

    /** @return what it is for */
    public Role role() {
      return spec.role();
    }
  }

  private Parameters(Map<String, ParameterSpec> specs, Map<String, INDArray> arrays) {
    this.specs = specs;
    this.arrays = arrays;
  }

  /**
   * Draws the first numbers. Each name has a random stream of its own, so numbers do not depend on what else is there.
   *
   * @param network the structure
   * @param seed seed of the numbers
   * @param wanted which parameters are to be there
   * @return the numbers
   */
  public static Parameters fresh(Network network, long seed, Predicate<ParameterSpec> wanted) {
    return of(network.parameters().stream().filter(wanted).toList(), network.dataType(), seed);
  }

  /**
   * Draws the first numbers of given parameters.
   *
   * @param specs the parameters
   * @param dataType type of the numbers
   * @param seed seed of the numbers
   * @return the numbers
   */
  public static Parameters of(List<ParameterSpec> specs, DataType dataType, long seed) {
    Map<String, ParameterSpec> known = new LinkedHashMap<>();
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    for (ParameterSpec spec : specs) {
      known.put(spec.name(), spec);
      INDArray same = arrays.get(spec.drawnAs()); // drawing it again would give the same numbers
      arrays.put(spec.name(), same != null && Arrays.equals(same.shape(), spec.shape()) ? same.dup('c')
          : spec.initializer().create(dataType, RandomStream.of(seed, "parameter " + spec.drawnAs()), spec.shape()));
    }
    return new Parameters(known, arrays);
  }

  /**
   * Draws the first numbers of all parameters.
   *
   * @param network the structure
   * @param seed seed of the numbers
   * @return the numbers
   */
  public static Parameters fresh(Network network, long seed) {
    return fresh(network, seed, spec -> true);
  }

  /**
   * @param network the structure
   * @param numbers by name, of all its parameters or some; the arrays themselves are kept
   * @return the numbers
   * @throws IllegalArgumentException if a name or a shape is none of the network's
   */
  public static Parameters over(Network network, Map<String, INDArray> numbers) {
    Map<String, ParameterSpec> specs = new LinkedHashMap<>();
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    for (ParameterSpec spec : network.parameters()) {
      INDArray array = numbers.get(spec.name());
      if (array != null) {
        checkShape(spec, array);
        specs.put(spec.name(), spec);
        arrays.put(spec.name(), array);
      }
    }
    numbers.keySet().stream().filter(name -> !specs.containsKey(name)).findFirst().ifPresent(name -> {
      throw new IllegalArgumentException("the network has no parameter '" + name + "'");
    });
    return new Parameters(specs, arrays);
  }

  /**
   * @param parameters their shapes need not be those of a network's specifications: kernels for images of one size lack taps
   * @return these, in this order
   */
  public static Parameters of(List<Parameter> parameters) {
    Map<String, ParameterSpec> specs = new LinkedHashMap<>();
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    for (Parameter p : parameters) {
      specs.put(p.name(), p.spec());
      arrays.put(p.name(), p.array());
    }
    return new Parameters(specs, arrays);
  }

  /** @return float or double, the same for all; float where there are none */
  public DataType dataType() {
    return arrays.values().stream().findFirst().map(INDArray::dataType).orElse(DataType.FLOAT);
  }

  /** @return what is here, in the network's order */
  public List<ParameterSpec> specs() {
    return List.copyOf(specs.values());
  }

  /** @return what is here with its numbers, in the network's order */
  public List<Parameter> all() {
    return specs.values().stream().map(spec -> new Parameter(spec, arrays.get(spec.name()))).toList();
  }

  /**
   * @param name a parameter's name
   * @return the parameter
   * @throws IllegalArgumentException if it is not here
   */
  public Parameter parameter(String name) {
    return new Parameter(spec(name), get(name));
  }

  /** @return the names, in the network's order */
  public Set<String> names() {
    return Collections.unmodifiableSet(specs.keySet());
  }

  /**
   * @param name a parameter's name
   * @return whether it is here
   */
  public boolean contains(String name) {
    return specs.containsKey(name);
  }

  /**
   * @param name a parameter's name
   * @return what it is
   * @throws IllegalArgumentException if it is not here
   */
  public ParameterSpec spec(String name) {
    ParameterSpec spec = specs.get(name);
    if (spec == null) {
      throw new IllegalArgumentException("there is no parameter '" + name + "'");
    }
    return spec;
  }

  /**
   * @param name a parameter's name
   * @return its array, not a copy
   * @throws IllegalArgumentException if it is not here
   */
  public INDArray get(String name) {
    return arrays.get(spec(name).name());
  }

  /**
   * Writes numbers into a parameter's array.
   *
   * @param name a parameter's name
   * @param values of its shape; converted if their type differs
   * @throws IllegalArgumentException if it is not here or has another shape
   */
  public void set(String name, INDArray values) {
    checkShape(spec(name), values);
    INDArray array = get(name);
    array.assign(values.castTo(array.dataType()));
  }

  /** @return the same numbers in arrays of their own */
  public Parameters copy() {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    arrays.forEach((name, array) -> copies.put(name, array.dup('c')));
    return new Parameters(specs, copies);
  }

  /**
   * Takes over numbers of the same names and shapes.
   *
   * @param other where they come from
   * @throws IllegalArgumentException if names or shapes differ; nothing is changed then
   */
  public void copyFrom(Parameters other) {
    if (!specs.keySet().equals(other.specs.keySet())) {
      throw new IllegalArgumentException("the two have different parameters");
    }
    specs.values().forEach(spec -> checkShape(spec, other.get(spec.name())));
    specs.keySet().forEach(name -> set(name, other.get(name)));
  }

  /**
   * Gives the memory of all other arrays back at once, for what needs the numbers of one role and no more.
   *
   * @param role whose arrays stay
   */
  public void closeAllBut(Role role) {
    specs.values().stream().filter(spec -> spec.role() != role).forEach(spec -> arrays.get(spec.name()).close());
  }

  /** Gives the arrays' memory back at once; no graph over them can be used any more. Without it, memory goes back when Java notices. */
  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
  }

  private static void checkShape(ParameterSpec spec, INDArray values) {
    if (!Arrays.equals(spec.shape(), values.shape())) {
      throw new IllegalArgumentException(
          "parameter '" + spec.name() + "' has shape " + Arrays.toString(spec.shape()) + ", found " + Arrays.toString(values.shape()));
    }
  }
}
