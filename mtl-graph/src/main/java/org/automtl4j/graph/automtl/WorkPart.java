package org.automtl4j.graph.automtl;

/**
 * A part of a layer: how often its numbers are stored, and how often it is computed for one image and all tasks.
 *
 * @param parameters numbers of one copy, running statistics included
 * @param copies how many are stored
 * @param multiplyAdds of one pass
 * @param passes how often it is computed
 */
public record WorkPart(long parameters, int copies, long multiplyAdds, int passes) {
  /** Neither stored nor computed. */
  public static final WorkPart NONE = new WorkPart(0, 0, 0, 0);

  /** @return numbers of all copies */
  public long stored() {
    return parameters * copies;
  }

  /** @return multiply-adds of all passes */
  public long total() {
    return multiplyAdds * passes;
  }
}
