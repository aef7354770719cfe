package org.automtl4j.data.prepare;

/** Formats in which other programs keep what pictures show. */
public enum Annotations {
  /** COCO's .json files: polygons, runs or boxes. */
  COCO,
  /** YOLO's text files beside a {@code data.yaml}: outlines or boxes. */
  YOLO,
  /** Pascal VOC's folders: masks of SegmentationClass, or the boxes of Annotations. */
  VOC,
  /** One table with a row for each picture: classes and numbers. */
  CSV
}
