package org.automtl4j.train.mtlnas.config;

import java.util.List;
import org.automtl4j.core.config.Key;
import org.automtl4j.graph.mtlnas.FusionOperator;
import org.automtl4j.train.mtlnas.config.NddrSettings.Stage;

/**
 * The section {@code method} of cross-stitch networks.
 *
 * @param stages the stages to run
 * @param cut behind which layers the sites are
 * @param sites layers behind which the sites are, in place of {@code cut}
 * @param same the factor of a task's own feature at the start
 * @param single the stage SINGLE
 * @param training the stage FUSE
 */
public record CrossStitchSettings(
    @Key(value = "The stages to run, in this order; without SINGLE the stitched networks begin from fresh weights.", byDefault = "[SINGLE, FUSE]", size = -2) List<Stage> stages,
    @Key(value = "Behind which layers the tasks' features are stitched: behind each convolution with its BatchNorm and activation (of residual networks, behind each block), or behind "
        + "each pooling.", byDefault = "CONVOLUTIONS") SpaceConfig.Cut cut,
    @Key(value = "Layers behind which they are stitched, in place of `cut`.", byDefault = "[]") List<String> sites,
    @Key(value = "Factor of a task's own feature at the start; the others share what is missing to 1. With 1 it starts as single-task networks.", byDefault = "0.9", min = 0, max = 1)
        double same,
    @Key(value = "The stage `SINGLE`: each task's network is trained by itself.", byDefault = "{}") FusionTrainingConfig single,
    @Key(value = "The stage `FUSE`: the stitched networks are trained; `rates.fusion` multiplies the learning rate of the stitches.", byDefault = "{}") FusionTrainingConfig training) {

  /** Checks the order of the stages. */
  public CrossStitchSettings {
    sites = List.copyOf(sites);
    stages = new NddrSettings(stages, SpaceConfig.nddr(), List.of(), single, training, List.of(), new PeriodConfig(0, 0, List.of(0.0, 1.0), 1)).stages();
  }

  /** @return the same as a network of fusions takes it */
  public NddrSettings toFusions() {
    SpaceConfig space = new SpaceConfig(cut, sites, 1, false, FusionOperator.CROSS_STITCH, List.of(same, 1 - same), SpaceConfig.nddr().momentum(), false);
    return new NddrSettings(stages, space, List.of(), single, training, List.of(), new PeriodConfig(0, 0, List.of(0.0, 1.0), 1));
  }
}
