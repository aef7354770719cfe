package org.automtl4j.data.dataset.synthetic.internal;

import java.util.List;

/** A solid in its own coordinates, around the origin. Rays come from outside. */
sealed interface Shape permits Ball, Cuboid, Cylinder, Cone {

  /** @return where the ray {@code from + t * direction} enters the solid at t &gt; 0, or {@link Hit#NONE} */
  Hit meet(Vector from, Vector direction);

  /** @return the radius of a sphere around the origin that holds the solid */
  double radius();

  /** @return the radius of the circle on the floor that it covers, standing upright */
  double footprint();

  /** @return half its height, standing upright */
  double halfHeight();

  /**
   * @param viewer the camera, in the solid's coordinates
   * @return points of the surface that stand out
   */
  List<Vector> keyPoints(Vector viewer);

  /** @return what it is */
  SceneClass sceneClass();
}
