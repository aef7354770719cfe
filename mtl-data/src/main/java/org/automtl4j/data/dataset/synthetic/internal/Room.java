package org.automtl4j.data.dataset.synthetic.internal;

import java.util.List;

/**
 * The room, seen from inside.
 *
 * @param half half its width (x), height (y, down) and length (z)
 * @param frame its centre and directions, in the camera's coordinates
 * @param floor the floor's surface
 * @param walls the walls' surface
 * @param ceiling the ceiling's surface
 */
record Room(Vector half, Frame frame, Texture floor, Texture walls, Texture ceiling) {

  /** Where a ray from inside meets the room; the normal points inwards. */
  Hit meet(Vector from, Vector direction) {
    Vector start = frame.toLocalPoint(from);
    Vector way = frame.toLocalDirection(direction);
    double x = Cuboid.leave(start.x(), way.x(), half.x());
    double y = Cuboid.leave(start.y(), way.y(), half.y());
    double z = Cuboid.leave(start.z(), way.z(), half.z());
    if (y <= x && y <= z) {
      return new Hit(y, frame.down().times(-Math.signum(way.y())));
    }
    return x <= z ? new Hit(x, frame.right().times(-Math.signum(way.x()))) : new Hit(z, frame.ahead().times(-Math.signum(way.z())));
  }

  SceneClass sceneClass(Vector normal) {
    double up = -normal.dot(frame.down());
    if (Math.abs(up) < 0.5) {
      return SceneClass.WALL;
    }
    return up > 0 ? SceneClass.FLOOR : SceneClass.CEILING;
  }

  Colour colour(Vector point, SceneClass what) {
    Vector local = frame.toLocalPoint(point);
    return switch (what) {
      case FLOOR -> floor.at(local);
      case CEILING -> ceiling.at(local);
      default -> walls.at(local);
    };
  }

  List<Vector> corners() {
    return Cuboid.corners(half).stream().map(frame::fromLocalPoint).toList();
  }

  Room mirrored() {
    return new Room(half, frame.mirrored(), floor, walls, ceiling);
  }
}
