package org.automtl4j.data.dataset.nyuv2;

/** What the bytes of a normal's picture become. */
public enum NormalEncoding {
  /** Components in [-1, 1], x (red) first: byte / 255 * 2 - 1. A mirror turns x round; what has no direction is unknown. */
  UNIT,
  /** The bytes as they are, blue first, which a mirror leaves alone: the published code. */
  RAW_BYTES
}
