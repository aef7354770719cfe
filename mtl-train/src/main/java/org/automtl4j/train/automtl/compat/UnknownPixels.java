package org.automtl4j.train.automtl.compat;

/** How pixel accuracy treats pixels whose label is unknown. */
public enum UnknownPixels {
  /** It leaves them out. */
  LEFT_OUT,
  /** They count as wrong where the only unknown label is -1, as in CityScapes, and are left out elsewhere. As published. */
  PUBLISHED
}
