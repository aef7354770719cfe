package org.automtl4j.graph.backbone;

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
}
