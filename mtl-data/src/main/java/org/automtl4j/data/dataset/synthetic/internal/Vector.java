package org.automtl4j.data.dataset.synthetic.internal;

/**
 * A point or direction in space.
 *
 * @param x to the right
 * @param y down
 * @param z away from the camera
 */
public record Vector(double x, double y, double z) {
  /** The camera. */
  public static final Vector ORIGIN = new Vector(0, 0, 0);

  Vector plus(Vector other) {
    return new Vector(x + other.x, y + other.y, z + other.z);
  }

  Vector minus(Vector other) {
    return new Vector(x - other.x, y - other.y, z - other.z);
  }

  Vector times(double factor) {
    return new Vector(x * factor, y * factor, z * factor);
  }

  double dot(Vector other) {
    return x * other.x + y * other.y + z * other.z;
  }

  double length() {
    return Math.sqrt(dot(this));
  }

  Vector unit() {
    return times(1 / length());
  }

  Vector mirrored() {
    return new Vector(-x, y, z);
  }
}
