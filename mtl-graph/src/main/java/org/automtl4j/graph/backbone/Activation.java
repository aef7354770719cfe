package org.automtl4j.graph.backbone;

/**
 * A smooth or piecewise linear function of each value.
 *
 * @param name the layer's name
 * @param function which
 */
public record Activation(String name, Function function) implements Layer {

  /** The functions. */
  public enum Function {
    /** 1 / (1 + e^-x). */
    SIGMOID("Sigmoid"),
    /** x sigmoid(x), also called SiLU (Ramachandran, Zoph, Le, 2017). */
    SWISH("Swish"),
    /** min(max(x + 3, 0), 6) / 6 (Howard et al., ICCV 2019). */
    HARD_SIGMOID("HardSigmoid"),
    /** x min(max(x + 3, 0), 6) / 6 (Howard et al., ICCV 2019). */
    HARD_SWISH("HardSwish");

    private final String type;

    Function(String type) {
      this.type = type;
    }

    /** @return the type of layers as prototxt files write it */
    public String type() {
      return type;
    }
  }

  @Override
  public String type() {
    return function.type();
  }

  @Override
  public Activation named(String other) {
    return new Activation(other, function);
  }

  @Override
  public boolean isActivation() {
    return true;
  }
}
