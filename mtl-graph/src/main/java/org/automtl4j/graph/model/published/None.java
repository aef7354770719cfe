package org.automtl4j.graph.model.published;

/** Python's {@code None}, where a file holds one. */
public enum None {
  /** The one and only. */
  NONE
}
