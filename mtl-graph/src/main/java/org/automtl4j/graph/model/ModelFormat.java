package org.automtl4j.graph.model;

/** What a model can be written as, see {@link MultiTaskModel#export}. */
public enum ModelFormat {
  /** A zip that {@code ModelSerializer.restoreComputationGraph} and {@link MultiTaskModel#load} read; what {@link MultiTaskModel#save} writes. */
  DL4J
}
