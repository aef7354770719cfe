package org.automtl4j.data.dataset.synthetic.internal;

/**
 * Where a ray meets a surface.
 *
 * @param distance in lengths of the ray's direction; infinite where the ray misses
 * @param normal the surface's outer unit normal
 */
record Hit(double distance, Vector normal) {
  static final Hit NONE = new Hit(Double.POSITIVE_INFINITY, Vector.ORIGIN);

  /** Nearer than this a ray has not left its own surface yet. */
  static final double NEAREST = 1e-9;
}
