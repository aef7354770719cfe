package org.automtl4j.graph.backbone;

/**
 * A linear layer. [N, C, 1, 1] is flattened to C and gives [N, outputs, 1, 1]; on wider maps it acts on the last axis, [N, C, H, W] to [N, C, H, outputs] with
 * W equal to the declared channels.
 *
 * @param name the layer's name
 * @param outputs output features
 * @param bias whether a bias is added
 */
public record InnerProduct(String name, int outputs, boolean bias) implements Layer {

  @Override
  public String type() {
    return "InnerProduct";
  }
}
