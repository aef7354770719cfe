package org.automtl4j.graph.model;

/** How much of a model's file is checked when it is loaded. What does not fit together, and parameters that are no numbers, are refused in any case. */
public enum LoadCheck {
  /**
   * The parameters have the SHA-256 that the manifest says, and the model gives for the stored sample what it gave when it was written, up to rounding. What an older file does not have is not
   * checked, nor is a sample of more than 64 MB. Costs one prediction.
   */
  FULL,
  /** Neither: for those who load many models that they wrote themselves, or who want to look at one that does not pass. */
  STRUCTURE
}
