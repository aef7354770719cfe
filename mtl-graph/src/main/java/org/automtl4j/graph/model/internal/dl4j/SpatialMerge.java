package org.automtl4j.graph.model.internal.dl4j;

import java.util.List;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;

/**
 * Joins maps along height or width. MergeVertex has an axis for that, but forgets it when a graph is cloned; so the maps are reshaped until the axis is the second, which is
 * where it merges by default.
 */
final class SpatialMerge {
  private final Canvas canvas;

  SpatialMerge(Canvas canvas) {
    this.canvas = canvas;
  }

  /**
   * @param rows whether one map comes below the other (else to its right)
   * @param shapes [C, H, W] of each input
   * @param inputs the maps' vertices
   * @return the vertex {@code name}
   */
  String write(boolean rows, String name, List<long[]> shapes, List<String> inputs) {
    String[] flat = new String[inputs.size()];
    long[] out = shapes.get(0).clone();
    for (int i = 0; i < flat.length; i++) {
      long[] s = shapes.get(i);
      int[] shape = rows ? new int[] {-1, (int) s[1], (int) s[2]} : new int[] {-1, (int) s[2]}; // [N C, H, W] or [N C H, W]
      flat[i] = canvas.vertex(canvas.unique(name + ".flat" + i), new ReshapeVertex(shape), inputs.get(i));
      if (i > 0) {
        out[rows ? 1 : 2] += s[rows ? 1 : 2];
      }
    }
    String merged = canvas.vertex(canvas.unique(name + ".merged"), new MergeVertex(), flat);
    return canvas.vertex(name, new ReshapeVertex(-1, (int) out[0], (int) out[1], (int) out[2]), merged);
  }
}
