package org.automtl4j.graph.backbone;

import java.util.ArrayList;
import java.util.List;

/**
 * Batch normalisation over channels (Ioffe and Szegedy, ICML 2015).
 *
 * @param name the layer's name
 * @param epsilon added to the variance
 * @param momentum weight of the batch's statistics: running = (1 - momentum) running + momentum batch
 * @param affine whether gamma and beta are learned
 * @param trackStatistics false: no running statistics, the batch's are used in evaluation too
 */
public record BatchNorm(String name, double epsilon, double momentum, boolean affine, boolean trackStatistics) implements Layer {

  @Override
  public String type() {
    return "BatchNorm";
  }

  @Override
  public BatchNorm named(String other) {
    return new BatchNorm(other, epsilon, momentum, affine, trackStatistics);
  }

  @Override
  public List<LayerPart> parts(int inputs) {
    List<LayerPart> parts = new ArrayList<>();
    if (affine) {
      parts.add(LayerPart.learned("gamma", inputs));
      parts.add(LayerPart.learned("beta", inputs));
    }
    if (trackStatistics) {
      parts.add(LayerPart.statistic("mean", inputs));
      parts.add(LayerPart.statistic("variance", inputs));
    }
    return parts;
  }

  @Override
  public Shape shape(int channels, List<Shape> inputs) {
    LayerProblem.channels(channels, inputs.get(0));
    return inputs.get(0);
  }

  @Override
  public void check() {
    LayerProblem.within("epsilon", epsilon, epsilon >= 0 && epsilon <= 1, "0 to 1");
    LayerProblem.within("momentum", momentum, momentum >= 0 && momentum <= 1, "0 to 1");
  }
}
