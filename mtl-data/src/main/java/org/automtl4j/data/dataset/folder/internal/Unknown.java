package org.automtl4j.data.dataset.folder.internal;

/** What stands for "unknown" in labels that have been read, whatever stood for it in the files. */
final class Unknown {
  /** In classes. */
  static final float CLASS = -1;
  /** In depth. */
  static final float DEPTH = 0;
  /** In normals, key points and edges. */
  static final float MAP = 255;

  private Unknown() {}
}
