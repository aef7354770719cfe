package org.automtl4j.data.dataset.synthetic.internal;

import java.util.List;

/**
 * All that decides a picture but for its size and its noise.
 *
 * @param room the room
 * @param solids what stands in it
 * @param light where the lamp is, in the camera's coordinates
 * @param ambient the share of light that comes from everywhere, 0..1
 * @param exposure brightness of the picture
 */
public record Scene(Room room, List<Solid> solids, Vector light, double ambient, double exposure) {
  /** Horizontal angle of view, in radians: 65 degrees. */
  public static final double FIELD_OF_VIEW = 65 * Math.PI / 180;

  /** Keeps an unmodifiable copy. */
  public Scene {
    solids = List.copyOf(solids);
  }

  /**
   * The direction in which a pixel looks, scaled so that distances along it are depths along the optical axis.
   *
   * @param row a row
   * @param column a column
   * @param height of the picture
   * @param width of the picture
   * @return x and y at z = 1
   */
  public static Vector direction(double row, double column, int height, int width) {
    double focal = focal(width);
    return new Vector((column + 0.5 - width / 2.0) / focal, (row + 0.5 - height / 2.0) / focal, 1);
  }

  /** The focal length in pixels. */
  static double focal(int width) {
    return width / 2.0 / StrictMath.tan(FIELD_OF_VIEW / 2);
  }

  /** @return the scene as a mirror shows it: what was left is right */
  public Scene mirrored() {
    return new Scene(room.mirrored(), solids.stream().map(Solid::mirrored).toList(), light.mirrored(), ambient, exposure);
  }
}
