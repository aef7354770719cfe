package org.automtl4j.graph.mtlnas;

import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;

/** The stable names of a fusion network's parameters beside those of its backbones and heads. */
public final class FusionNames {
  /** The logits of all gates, [edges], in the order of {@link FusionSpace#edges}. */
  public static final String LOGITS = "choice.edges";

  private FusionNames() {}

  /**
   * @param site index of a site
   * @param task the task whose features are fused
   * @return what names of the fusion's own parameters begin with
   */
  public static String fusion(int site, String task) {
    return "fusion." + site + "." + task;
  }

  /**
   * @param site index of a site
   * @param task the task whose features are fused
   * @param operator how
   * @return the kernel [1, 1, C, C] or number [1] of the task's own feature
   */
  public static String own(int site, String task, FusionOperator operator) {
    return fusion(site, task) + ".own." + part(operator);
  }

  /**
   * @param edge an edge
   * @param operator how features are fused
   * @return the kernel [1, 1, C, C'] or number [1] of what comes over it
   */
  public static String edge(Edge edge, FusionOperator operator) {
    return fusion(edge.targetSite(), edge.target()) + ".from." + edge.sourceSite() + "." + edge.source() + "." + part(operator);
  }

  private static String part(FusionOperator operator) {
    return operator.hasConvolution() ? "weight" : "scale";
  }
}
