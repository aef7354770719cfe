package org.automtl4j.graph.backbone;

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
}
