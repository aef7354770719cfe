package org.automtl4j.graph.backbone;

import java.util.List;

/**
 * max(x, 0) + slope min(x, 0) with a learned slope for each channel, which starts at 0.25 (He et al., ICCV 2015).
 *
 * @param name the layer's name
 */
public record PRelu(String name) implements Layer {
  /** Where slopes start. */
  public static final double FIRST_SLOPE = 0.25;
  /** What its parameter is called. */
  public static final String SLOPE = "slope";

  @Override
  public String type() {
    return "PReLU";
  }

  @Override
  public PRelu named(String other) {
    return new PRelu(other);
  }

  @Override
  public boolean isActivation() {
    return true;
  }

  @Override
  public List<LayerPart> parts(int inputs) {
    return List.of(LayerPart.learned(SLOPE, inputs));
  }

  @Override
  public Shape shape(int channels, List<Shape> inputs) {
    LayerProblem.channels(channels, inputs.get(0));
    return inputs.get(0);
  }
}
