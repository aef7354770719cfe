package org.automtl4j.data.dataset.synthetic.internal;

import java.util.List;

/**
 * A cylinder along the y axis.
 *
 * @param width its radius
 * @param half half its height
 */
record Cylinder(double width, double half) implements Shape {

  @Override
  public Hit meet(Vector from, Vector direction) {
    Hit side = side(from, direction);
    Hit cap = cap(from, direction);
    return side.distance() < cap.distance() ? side : cap;
  }

  private Hit side(Vector from, Vector direction) {
    double a = direction.x() * direction.x() + direction.z() * direction.z();
    double b = from.x() * direction.x() + from.z() * direction.z();
    double root = b * b - a * (from.x() * from.x() + from.z() * from.z() - width * width);
    if (!(root > 0) || a == 0) {
      return Hit.NONE;
    }
    double t = (-b - Math.sqrt(root)) / a;
    Vector point = from.plus(direction.times(t));
    return t > Hit.NEAREST && Math.abs(point.y()) < half ? new Hit(t, new Vector(point.x(), 0, point.z()).unit()) : Hit.NONE;
  }

  private Hit cap(Vector from, Vector direction) {
    double towards = -Math.signum(direction.y()); // -1: the upper cap, which is met on the way down
    double t = (towards * half - from.y()) / direction.y();
    if (!(t > Hit.NEAREST)) {
      return Hit.NONE;
    }
    Vector point = from.plus(direction.times(t));
    return point.x() * point.x() + point.z() * point.z() < width * width ? new Hit(t, new Vector(0, towards, 0)) : Hit.NONE;
  }

  @Override
  public double radius() {
    return Math.sqrt(width * width + half * half);
  }

  /** The centres of both caps. */
  @Override
  public List<Vector> keyPoints(Vector viewer) {
    return List.of(new Vector(0, -half, 0), new Vector(0, half, 0));
  }

  @Override
  public double footprint() {
    return width;
  }

  @Override
  public double halfHeight() {
    return half;
  }

  @Override
  public SceneClass sceneClass() {
    return SceneClass.CYLINDER;
  }
}
