package org.automtl4j.train.mtlnas.config;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;
import org.automtl4j.graph.mtlnas.FusionOperator;
import org.automtl4j.graph.mtlnas.FusionSettings;
import org.automtl4j.graph.mtlnas.FusionStart;
import org.automtl4j.graph.mtlnas.SiteRule;

/**
 * Where the networks of the tasks may be connected, and how.
 *
 * @param cut behind which layers the sites are
 * @param sites layers behind which the sites are, in place of {@code cut}
 * @param depthLimit how far back an edge may reach, its own site counted
 * @param allowCrossGroup whether an edge may connect maps of different shapes
 * @param operator how features are fused
 * @param start own and other factor that fusions start from; empty: random
 * @param momentum of the fusions' BatchNorms
 * @param shortcut whether the fused features of all sites are joined before the head
 */
public record SpaceConfig(
    @Key("Behind which layers the sites are: behind each convolution with its BatchNorm and activation, or behind each pooling.") Cut cut,
    @Key(value = "Layers behind which the sites are, in place of `cut`.", byDefault = "[]") List<String> sites,
    @Key(value = "How far back an edge may reach, its own site counted; 1: only to the same site of the other tasks.", min = 1) int depthLimit,
    @Key("Whether an edge may connect maps of different shapes: the source is averaged down to the target's size.") boolean allowCrossGroup,
    @Key("How a task's own feature and those of other tasks become one.") FusionOperator operator,
    @Key("Factors of the own feature and of all others together that fusions start from; empty: random.") List<Double> start,
    @Key(value = "Share of a batch in the running statistics of the fusions' BatchNorms.", min = 0, max = 1) double momentum,
    @Key("Whether the fused features of all sites are joined into what enters the head (NDDR-CNN-Shortcut).") boolean shortcut) {

  /** Where a backbone is cut. */
  public enum Cut {
    /** Behind each convolution: MTL-NAS. */
    CONVOLUTIONS,
    /** Behind each pooling: NDDR-CNN. */
    POOLINGS
  }

  /** Checks the factors. */
  public SpaceConfig {
    sites = List.copyOf(sites);
    start = List.copyOf(start);
    if (start.size() != 0 && start.size() != 2) {
      throw new InvalidInputException("start: found " + start + ", allowed: two numbers, of the own feature and of the others, or none for a random start");
    }
  }

  /** @return the defaults: MTL-NAS's space */
  public static SpaceConfig defaults() {
    return of(FusionSettings.mtlNas(), Cut.CONVOLUTIONS);
  }

  /** @return NDDR-CNN's space */
  public static SpaceConfig nddr() {
    return of(FusionSettings.nddr(), Cut.POOLINGS);
  }

  private static SpaceConfig of(FusionSettings usual, Cut cut) {
    FusionStart.Scaled start = (FusionStart.Scaled) usual.start();
    return new SpaceConfig(cut, List.of(), usual.depthLimit(), usual.allowCrossGroup(), usual.operator(), List.of(start.own(), start.others()), usual.momentum(), usual.shortcut());
  }

  /**
   * @param auxiliary sites that give an auxiliary prediction in training
   * @return the same as a network takes it
   */
  public FusionSettings toSettings(List<String> auxiliary) {
    SiteRule rule = !sites.isEmpty() ? new SiteRule.Listed(sites) : cut == Cut.CONVOLUTIONS ? new SiteRule.Convolutions() : new SiteRule.Poolings();
    FusionStart from = start.isEmpty() ? new FusionStart.Random() : new FusionStart.Scaled(start.get(0), start.get(1));
    return new FusionSettings(rule, depthLimit, allowCrossGroup, operator, from, momentum, auxiliary, shortcut);
  }
}
