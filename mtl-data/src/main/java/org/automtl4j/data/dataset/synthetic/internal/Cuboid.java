package org.automtl4j.data.dataset.synthetic.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * A box.
 *
 * @param half half its width, height and depth
 */
record Cuboid(Vector half) implements Shape {

  @Override
  public Hit meet(Vector from, Vector direction) {
    double enterX = enter(from.x(), direction.x(), half.x());
    double enterY = enter(from.y(), direction.y(), half.y());
    double enterZ = enter(from.z(), direction.z(), half.z());
    double t = Math.max(enterX, Math.max(enterY, enterZ));
    double leaveX = leave(from.x(), direction.x(), half.x());
    double leaveY = leave(from.y(), direction.y(), half.y());
    double leaveZ = leave(from.z(), direction.z(), half.z());
    if (!(t < Math.min(leaveX, Math.min(leaveY, leaveZ))) || !(t > Hit.NEAREST)) {
      return Hit.NONE;
    }
    if (t == enterX) {
      return new Hit(t, new Vector(-Math.signum(direction.x()), 0, 0));
    }
    return new Hit(t, t == enterY ? new Vector(0, -Math.signum(direction.y()), 0) : new Vector(0, 0, -Math.signum(direction.z())));
  }

  /** When a ray enters the slab between -half and half along one axis. */
  private static double enter(double from, double direction, double half) {
    if (direction == 0) {
      return Math.abs(from) < half ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return (-Math.signum(direction) * half - from) / direction;
  }

  /** When a ray leaves that slab. */
  static double leave(double from, double direction, double half) {
    if (direction == 0) {
      return Math.abs(from) < half ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    return (Math.signum(direction) * half - from) / direction;
  }

  @Override
  public double radius() {
    return half.length();
  }

  /** The eight corners. */
  @Override
  public List<Vector> keyPoints(Vector viewer) {
    return corners(half);
  }

  static List<Vector> corners(Vector half) {
    List<Vector> corners = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      corners.add(new Vector((i & 1) == 0 ? -half.x() : half.x(), (i & 2) == 0 ? -half.y() : half.y(), (i & 4) == 0 ? -half.z() : half.z()));
    }
    return corners;
  }

  @Override
  public double footprint() {
    return Math.hypot(half.x(), half.z());
  }

  @Override
  public double halfHeight() {
    return half.y();
  }

  @Override
  public SceneClass sceneClass() {
    return SceneClass.BOX;
  }
}
