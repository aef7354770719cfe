package org.automtl4j.data.dataset.synthetic.internal;

/**
 * A thing's own coordinates inside another frame: an origin and three unit axes at right angles. The axes of a mirrored frame are left-handed, so that every
 * point of the thing keeps its own coordinates and with them its texture.
 *
 * @param origin where the thing's (0, 0, 0) is
 * @param right its x axis
 * @param down its y axis
 * @param ahead its z axis
 */
public record Frame(Vector origin, Vector right, Vector down, Vector ahead) {

  /**
   * A frame that is turned: first about its z axis, then about its x axis, then about the vertical.
   *
   * @param origin its place
   * @param yaw about the vertical, positive to the right, in radians
   * @param pitch positive looks down
   * @param roll about the direction ahead
   * @return the frame
   */
  static Frame turned(Vector origin, double yaw, double pitch, double roll) {
    Vector right = turn(new Vector(1, 0, 0), yaw, pitch, roll);
    Vector down = turn(new Vector(0, 1, 0), yaw, pitch, roll);
    Vector ahead = turn(new Vector(0, 0, 1), yaw, pitch, roll);
    return new Frame(origin, right, down, ahead);
  }

  // StrictMath: the same scene on every machine.
  private static Vector turn(Vector v, double yaw, double pitch, double roll) {
    double cr = StrictMath.cos(roll);
    double sr = StrictMath.sin(roll);
    Vector rolled = new Vector(cr * v.x() - sr * v.y(), sr * v.x() + cr * v.y(), v.z());
    double cp = StrictMath.cos(pitch);
    double sp = StrictMath.sin(pitch);
    Vector pitched = new Vector(rolled.x(), cp * rolled.y() + sp * rolled.z(), cp * rolled.z() - sp * rolled.y());
    double cy = StrictMath.cos(yaw);
    double sy = StrictMath.sin(yaw);
    return new Vector(cy * pitched.x() + sy * pitched.z(), pitched.y(), cy * pitched.z() - sy * pitched.x());
  }

  Vector toLocalDirection(Vector direction) {
    return new Vector(direction.dot(right), direction.dot(down), direction.dot(ahead));
  }

  Vector toLocalPoint(Vector point) {
    return toLocalDirection(point.minus(origin));
  }

  Vector fromLocalDirection(Vector local) {
    return right.times(local.x()).plus(down.times(local.y())).plus(ahead.times(local.z()));
  }

  Vector fromLocalPoint(Vector local) {
    return fromLocalDirection(local).plus(origin);
  }

  /** This frame, given in the coordinates of another. */
  Frame seenFrom(Frame camera) {
    return new Frame(camera.toLocalPoint(origin), camera.toLocalDirection(right), camera.toLocalDirection(down), camera.toLocalDirection(ahead));
  }

  Frame mirrored() {
    return new Frame(origin.mirrored(), right.mirrored(), down.mirrored(), ahead.mirrored());
  }
}
