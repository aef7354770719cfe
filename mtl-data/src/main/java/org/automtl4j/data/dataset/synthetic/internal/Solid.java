package org.automtl4j.data.dataset.synthetic.internal;

/**
 * A thing in the room.
 *
 * @param shape its form
 * @param frame its place, in the camera's coordinates
 * @param texture its surface
 */
record Solid(Shape shape, Frame frame, Texture texture) {

  /** Where a ray from the camera's coordinates meets it. The normal is in the camera's coordinates. */
  Hit meet(Vector from, Vector direction) {
    if (!mayMeet(from, direction)) {
      return Hit.NONE;
    }
    Hit hit = shape.meet(frame.toLocalPoint(from), frame.toLocalDirection(direction));
    return hit == Hit.NONE ? hit : new Hit(hit.distance(), frame.fromLocalDirection(hit.normal()));
  }

  /** Whether the ray comes as near as the bounding sphere: spares most of the work. */
  private boolean mayMeet(Vector from, Vector direction) {
    double x = frame.origin().x() - from.x();
    double y = frame.origin().y() - from.y();
    double z = frame.origin().z() - from.z();
    double along = x * direction.x() + y * direction.y() + z * direction.z();
    double rest = x * x + y * y + z * z - shape.radius() * shape.radius();
    return along > 0 && along * along >= rest * direction.dot(direction);
  }

  Colour colour(Vector point) {
    return texture.at(frame.toLocalPoint(point));
  }

  Solid mirrored() {
    return new Solid(shape, frame.mirrored(), texture);
  }
}
