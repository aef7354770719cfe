package org.automtl4j.data.dataset.synthetic.internal;

/**
 * What a ray from the camera meets first.
 *
 * @param what the thing
 * @param point where, in the camera's coordinates
 * @param normal unit, facing the camera
 * @param colour reflectance
 */
record Surface(SceneClass what, Vector point, Vector normal, Colour colour) {

  static Surface seen(Scene scene, Vector direction) {
    Hit nearest = scene.room().meet(Vector.ORIGIN, direction);
    Solid solid = null;
    for (Solid candidate : scene.solids()) {
      Hit hit = candidate.meet(Vector.ORIGIN, direction);
      if (hit.distance() < nearest.distance()) {
        nearest = hit;
        solid = candidate;
      }
    }
    Vector point = direction.times(nearest.distance());
    if (solid != null) {
      return new Surface(solid.shape().sceneClass(), point, nearest.normal(), solid.colour(point));
    }
    SceneClass what = scene.room().sceneClass(nearest.normal());
    return new Surface(what, point, nearest.normal(), scene.room().colour(point, what));
  }
}
