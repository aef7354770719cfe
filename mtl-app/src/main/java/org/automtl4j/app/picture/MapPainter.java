package org.automtl4j.app.picture;

import java.awt.image.BufferedImage;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.graph.model.ColourMaps;
import org.automtl4j.graph.model.TaskPictures;

/** Colours a map and the scale beside it. */
final class MapPainter {
  /** As pictures of tasks have it where nothing is known. */
  static final int UNKNOWN = 0xB4B4B4;

  private MapPainter() {}

  /**
   * @param low the value at the lower end of the colour map
   * @param high the value at its upper end
   * @return one pixel per value
   */
  static BufferedImage paint(TaskMap map, float low, float high) {
    int area = map.height() * map.width();
    float[] flat = new float[map.values().length * area];
    for (int c = 0; c < map.values().length; c++) {
      for (int y = 0; y < map.height(); y++) {
        System.arraycopy(map.values()[c][y], 0, flat, c * area + y * map.width(), map.width());
      }
    }
    return TaskPictures.draw(map.task().kind(), flat, map.height(), map.width(), new TaskPictures.Range(low, high));
  }

  /** The colour of a place on the scale, 0 to 1. */
  static int scale(TaskMap map, double place) {
    return map.task().kind() == TaskKind.DEPTH ? ColourMaps.sequential(place) : ColourMaps.rgb(place, place, place);
  }
}
