package org.automtl4j.data.dataset.synthetic.internal;

import java.util.List;

/**
 * A cone with its tip up: the tip at y = -half, the base at y = half.
 *
 * @param width the base's radius
 * @param half half its height
 */
record Cone(double width, double half) implements Shape {

  @Override
  public Hit meet(Vector from, Vector direction) {
    Hit side = side(from, direction);
    Hit base = base(from, direction);
    return side.distance() < base.distance() ? side : base;
  }

  /** x^2 + z^2 = (slope * (y + half))^2, for y between tip and base; a ray may meet the mirror cone above the tip first. */
  private Hit side(Vector from, Vector direction) {
    double slope = slope();
    double height = from.y() + half;
    double a = direction.x() * direction.x() + direction.z() * direction.z() - slope * slope * direction.y() * direction.y();
    double b = from.x() * direction.x() + from.z() * direction.z() - slope * slope * height * direction.y();
    double c = from.x() * from.x() + from.z() * from.z() - slope * slope * height * height;
    double root = b * b - a * c;
    if (!(root > 0) || a == 0) {
      return Hit.NONE;
    }
    double spread = Math.sqrt(root);
    Hit first = sideAt((-b - spread) / a, from, direction);
    Hit second = sideAt((-b + spread) / a, from, direction);
    return first.distance() < second.distance() ? first : second;
  }

  private Hit sideAt(double t, Vector from, Vector direction) {
    Vector point = from.plus(direction.times(t));
    if (!(t > Hit.NEAREST) || !(point.y() > -half) || !(point.y() < half)) {
      return Hit.NONE;
    }
    double reach = Math.sqrt(point.x() * point.x() + point.z() * point.z());
    Vector normal = new Vector(point.x(), -slope() * reach, point.z()).unit();
    return normal.dot(direction) < 0 ? new Hit(t, normal) : Hit.NONE;
  }

  private Hit base(Vector from, Vector direction) {
    double t = (half - from.y()) / direction.y();
    if (!(direction.y() < 0) || !(t > Hit.NEAREST)) {
      return Hit.NONE;
    }
    Vector point = from.plus(direction.times(t));
    return point.x() * point.x() + point.z() * point.z() < width * width ? new Hit(t, new Vector(0, 1, 0)) : Hit.NONE;
  }

  private double slope() {
    return width / (2 * half);
  }

  @Override
  public double radius() {
    return Math.sqrt(width * width + half * half);
  }

  /** The tip. */
  @Override
  public List<Vector> keyPoints(Vector viewer) {
    return List.of(new Vector(0, -half, 0));
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
    return SceneClass.CONE;
  }
}
