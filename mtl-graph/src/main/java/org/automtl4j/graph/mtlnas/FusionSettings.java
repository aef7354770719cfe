package org.automtl4j.graph.mtlnas;

import java.util.List;
import org.automtl4j.core.InvalidInputException;

/**
 * What a fusion network is like beside its backbone and its tasks.
 *
 * @param sites which layers are fusion sites
 * @param depthLimit how far back an edge may reach, its own site counted
 * @param allowCrossGroup whether an edge may connect maps of different shapes: the source is averaged down to the target's size
 * @param operator how features are fused
 * @param start where fusions start
 * @param momentum of the fusions' BatchNorms: running = (1 - momentum) running + momentum batch
 * @param auxiliary keys or names of sites whose fused features give an auxiliary prediction in training; often none
 * @param shortcut whether the fused features of all sites are joined into what follows the last one (NDDR-CNN-Shortcut)
 */
public record FusionSettings(
    SiteRule sites, int depthLimit, boolean allowCrossGroup, FusionOperator operator, FusionStart start, double momentum, List<String> auxiliary, boolean shortcut) {
  /** Added to the variance in fusions' BatchNorms. */
  public static final double EPSILON = 1e-3;

  /** Checks what can be checked without a backbone. */
  public FusionSettings {
    auxiliary = List.copyOf(auxiliary);
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new InvalidInputException("momentum is " + momentum + ", allowed 0 to 1");
    }
    if (operator == FusionOperator.CROSS_STITCH && !(start instanceof FusionStart.Scaled)) {
      throw new InvalidInputException("cross-stitch fusions cannot start at random; start from two numbers such as 1, 0");
    }
    if (operator == FusionOperator.CROSS_STITCH && allowCrossGroup) {
      throw new InvalidInputException("cross-stitch fusions cannot join maps of different channels; use operator NDDR with edges across groups");
    }
  }

  /** @return MTL-NAS's: sites behind all convolutions, edges at most two sites back, NDDR from (1, 0), momentum .05 */
  public static FusionSettings mtlNas() {
    return new FusionSettings(new SiteRule.Convolutions(), 3, false, FusionOperator.NDDR, new FusionStart.Scaled(1, 0), 0.05, List.of(), false);
  }

  /** @return NDDR-CNN's: sites behind all poolings, edges between the same sites, NDDR from (.9, .1), momentum .05 */
  public static FusionSettings nddr() {
    return new FusionSettings(new SiteRule.Poolings(), 1, false, FusionOperator.NDDR, new FusionStart.Scaled(0.9, 0.1), 0.05, List.of(), false);
  }

  /**
   * @param rule which layers are fusion sites
   * @return these settings with it
   */
  public FusionSettings withSites(SiteRule rule) {
    return new FusionSettings(rule, depthLimit, allowCrossGroup, operator, start, momentum, auxiliary, shortcut);
  }

  /**
   * @param limit how far back an edge may reach, its own site counted
   * @param crossGroup whether an edge may connect sites of different groups
   * @return these settings with them
   */
  public FusionSettings withEdges(int limit, boolean crossGroup) {
    return new FusionSettings(sites, limit, crossGroup, operator, start, momentum, auxiliary, shortcut);
  }

  /**
   * @param fusion how features are fused
   * @param from where fusions start
   * @return these settings with them
   */
  public FusionSettings withOperator(FusionOperator fusion, FusionStart from) {
    return new FusionSettings(sites, depthLimit, allowCrossGroup, fusion, from, momentum, auxiliary, shortcut);
  }

  /**
   * @param keys keys or names of sites whose fused features give an auxiliary prediction in training
   * @return these settings with them
   */
  public FusionSettings withAuxiliary(List<String> keys) {
    return new FusionSettings(sites, depthLimit, allowCrossGroup, operator, start, momentum, keys, shortcut);
  }

  /** @return these settings with the shortcut */
  public FusionSettings withShortcut() {
    return new FusionSettings(sites, depthLimit, allowCrossGroup, operator, start, momentum, auxiliary, true);
  }
}
