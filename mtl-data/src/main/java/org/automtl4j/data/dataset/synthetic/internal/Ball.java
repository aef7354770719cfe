package org.automtl4j.data.dataset.synthetic.internal;

import java.util.List;

/**
 * A sphere.
 *
 * @param radius its radius
 */
record Ball(double radius) implements Shape {

  @Override
  public Hit meet(Vector from, Vector direction) {
    double a = direction.dot(direction);
    double b = from.dot(direction);
    double root = b * b - a * (from.dot(from) - radius * radius);
    if (!(root > 0)) {
      return Hit.NONE;
    }
    double t = (-b - Math.sqrt(root)) / a;
    return t > Hit.NEAREST ? new Hit(t, from.plus(direction.times(t)).unit()) : Hit.NONE;
  }

  /** The point nearest to the viewer. */
  @Override
  public List<Vector> keyPoints(Vector viewer) {
    return List.of(viewer.unit().times(radius));
  }

  @Override
  public double footprint() {
    return radius;
  }

  @Override
  public double halfHeight() {
    return radius;
  }

  @Override
  public SceneClass sceneClass() {
    return SceneClass.SPHERE;
  }
}
