package org.automtl4j.data.prepare;

/** Formats in which other programs keep objects of pictures. */
public enum Annotations {
  /** COCO's .json files: polygons, runs or boxes. */
  COCO,
  /** YOLO's text files beside a {@code data.yaml}: outlines or boxes. */
  YOLO
}
