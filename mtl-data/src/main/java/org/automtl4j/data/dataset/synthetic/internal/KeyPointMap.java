package org.automtl4j.data.dataset.synthetic.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * A heat map of the points that stand out and are seen: the corners of the room and of boxes, the tips of cones, the centres of cylinders' caps, the nearest
 * points of balls. Each gives a Gaussian bump of height 1; where bumps meet the larger counts.
 */
final class KeyPointMap {
  /** Standard deviation of a bump as a share of the picture's width. */
  private static final double SPREAD = 1.0 / 40;

  /** A point counts as seen if nothing is more than this share of its depth in front of it. */
  private static final double SLACK = 1e-3;

  private KeyPointMap() {}

  /** [H, W] in 0..1. */
  static float[] of(Scene scene, int height, int width) {
    float[] map = new float[height * width];
    double focal = Scene.focal(width);
    double sigma = SPREAD * width;
    int reach = (int) Math.ceil(3 * sigma);
    for (Vector point : points(scene)) {
      double column = point.x() / point.z() * focal + width / 2.0 - 0.5;
      double row = point.y() / point.z() * focal + height / 2.0 - 0.5;
      for (int i = Math.max(0, (int) row - reach); i <= Math.min(height - 1, (int) row + reach + 1); i++) {
        for (int j = Math.max(0, (int) column - reach); j <= Math.min(width - 1, (int) column + reach + 1); j++) {
          double square = (i - row) * (i - row) + (j - column) * (j - column);
          float bump = (float) StrictMath.exp(-square / (2 * sigma * sigma));
          map[i * width + j] = Math.max(map[i * width + j], bump);
        }
      }
    }
    return map;
  }

  /** The seen ones, in the camera's coordinates. */
  static List<Vector> points(Scene scene) {
    List<Vector> points = new ArrayList<>(scene.room().corners());
    for (Solid solid : scene.solids()) {
      solid.shape().keyPoints(solid.frame().toLocalPoint(Vector.ORIGIN)).forEach(p -> points.add(solid.frame().fromLocalPoint(p)));
    }
    points.removeIf(p -> !isSeen(scene, p));
    return points;
  }

  private static boolean isSeen(Scene scene, Vector point) {
    return point.z() > 0.05 && scene.solids().stream().noneMatch(s -> s.meet(Vector.ORIGIN, point).distance() < 1 - SLACK);
  }
}
