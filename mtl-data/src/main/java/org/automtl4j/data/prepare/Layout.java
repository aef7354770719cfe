package org.automtl4j.data.prepare;

import java.util.Locale;

/** The ways in which a data set may lie on a disk. */
public enum Layout {
  /** The layout of the authors of AutoMTL for CityScapes: NumPy arrays and {@code cityscape.json}. */
  CITYSCAPES,
  /** The layout of the authors of AutoMTL for NYUv2: pictures, NumPy arrays and {@code nyu_v2_3task.json}. */
  NYUV2,
  /** The layout of the authors of NDDR-CNN and MTL-NAS for NYUv2: pictures, lists of them and a mean colour. */
  NDDR,
  /** The layout of Taskonomy: a folder per building and domain, and {@code taskonomy.json}. */
  TASKONOMY,
  /** A user's own pictures: {@code images/} beside one folder per task, and {@code tasks.yaml}. */
  FOLDER;

  /** @return the name in lower case, as the command line and configurations spell it */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
