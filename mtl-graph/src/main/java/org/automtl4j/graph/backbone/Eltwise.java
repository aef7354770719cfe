package org.automtl4j.graph.backbone;

import java.util.List;

/**
 * Two maps of equal channels joined element by element; a height or width of 1 is broadcast.
 *
 * @param name the layer's name
 * @param operation how
 */
public record Eltwise(String name, Operation operation) implements Layer {

  /** How two values become one. */
  public enum Operation {
    /** a * b. */
    PROD,
    /** a + b. */
    SUM,
    /** max(a, b). */
    MAX
  }

  @Override
  public String type() {
    return "Eltwise";
  }

  @Override
  public Eltwise named(String other) {
    return new Eltwise(other, operation);
  }

  @Override
  public int leastInputs() {
    return 2;
  }

  @Override
  public int mostInputs() {
    return 2;
  }

  @Override
  public int outputChannels(List<Integer> inputs) {
    if (!inputs.get(0).equals(inputs.get(1))) {
      throw new LayerProblem("joins inputs of different channels: " + inputs.get(0) + " ({0}) and " + inputs.get(1) + " ({1})");
    }
    return inputs.get(0);
  }

  @Override
  public Shape shape(int channels, List<Shape> inputs) {
    Shape a = inputs.get(0);
    Shape b = inputs.get(1);
    if (a.channels() != b.channels() || !broadcast(a.height(), b.height()) || !broadcast(a.width(), b.width())) {
      throw new LayerProblem("joins inputs of different shapes: " + a + " ({0}) and " + b + " ({1})");
    }
    return new Shape(a.channels(), Math.max(a.height(), b.height()), Math.max(a.width(), b.width()));
  }

  private static boolean broadcast(int a, int b) {
    return a == b || a == 1 || b == 1;
  }
}
