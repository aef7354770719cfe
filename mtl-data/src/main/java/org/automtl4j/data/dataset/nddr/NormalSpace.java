package org.automtl4j.data.dataset.nddr;

/**
 * What the codes of a normal's picture are compared as. Angles between codes are much smaller than angles between the normals that they stand for: figures of the
 * two must not be compared with each other.
 */
public enum NormalSpace {
  /** The codes themselves, 0..255 in each component, as vectors: what the published tables of NDDR-CNN and MTL-NAS measure. A mirror leaves them alone. */
  RAW_CODE,
  /** The directions, code / 255 * 2 - 1. A mirror turns x round; codes that are no direction are unknown. */
  UNIT
}
