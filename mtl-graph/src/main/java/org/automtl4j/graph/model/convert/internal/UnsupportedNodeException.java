package org.automtl4j.graph.model.convert.internal;

/** A node of the source that a backbone cannot have; the message says why, without naming it. */
final class UnsupportedNodeException extends RuntimeException {
  private static final long serialVersionUID = 1;
  /** Of nodes that have no counterpart, whatever they read. */
  static final String NO_LAYER = "there is no such layer";

  UnsupportedNodeException(String why) {
    super(why, null, false, false);
  }
}
