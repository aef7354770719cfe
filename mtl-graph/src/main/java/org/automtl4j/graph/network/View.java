package org.automtl4j.graph.network;

/** What of its network a graph computes, such as all branches mixed or what a search has found. Each method has views of its own. */
public interface View {

  /** @return a short name for messages and reports */
  String id();
}
