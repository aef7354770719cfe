package org.automtl4j.graph.network;

import java.util.Arrays;
import java.util.Objects;
import org.automtl4j.graph.initializer.Initializer;

/**
 * One parameter of a network, without its numbers.
 *
 * @param name stable and unique in the network: graphs, checkpoints and model files use it
 * @param role what it is for
 * @param initializer its first numbers
 * @param drawnAs the name whose random stream gives them; parameters of the same one begin with the same numbers
 * @param shape its shape; kernels are [kH, kW, inputs/groups, outputs], matrices [inputs, outputs], everything per channel [C]
 */
public record ParameterSpec(String name, Role role, Initializer initializer, String drawnAs, long... shape) {

  /** Keeps a copy of the shape. */
  public ParameterSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(initializer, "initializer");
    Objects.requireNonNull(drawnAs, "drawnAs");
    shape = shape.clone();
  }

  /** @return a copy */
  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** @return how many numbers it has */
  public long length() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /**
   * @param other another parameter
   * @return whether the two have the same name, role, stream and shape, so that one variable of a graph can stand for both
   */
  public boolean agrees(ParameterSpec other) {
    return name.equals(other.name) && role == other.role && drawnAs.equals(other.drawnAs) && Arrays.equals(shape, other.shape);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ParameterSpec p && agrees(p) && initializer.equals(p.initializer);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, role, drawnAs, Arrays.hashCode(shape));
  }

  @Override
  public String toString() {
    return name + " " + Arrays.toString(shape) + " (" + role + ")";
  }
}
