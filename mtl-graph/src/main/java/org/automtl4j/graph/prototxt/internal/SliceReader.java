package org.automtl4j.graph.prototxt.internal;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.graph.backbone.ChannelSlice;

/** A layer of Caffe that gives several ranges of channels is one layer for each. */
final class SliceReader {
  private SliceReader() {}

  static List<FileLayer> read(String where, Fields fields, List<String> bottoms, int channels) {
    Fields p = fields.child("slice_param");
    List<String> tops = fields.tops();
    List<Integer> points = new ArrayList<>(p.all("slice_point", Integer.class));
    if (bottoms.size() != 1 || p.integer("axis") != 1 || p.count("slice_dim") != 1 || channels == 0) {
      throw fields.error("slice_param", where + "allowed is one bottom that is cut along axis 1, the channels");
    }
    if (points.isEmpty() && !tops.isEmpty() && channels % tops.size() == 0) {
      for (int i = 1; i < tops.size(); i++) {
        points.add(i * channels / tops.size());
      }
    }
    if (points.size() + 1 != tops.size()) {
      throw fields.error("slice_param", where + "has " + tops.size() + " tops and " + points.size() + " slice_points for " + channels + " channels, needs one slice_point less than tops,"
          + " or none for equal parts");
    }
    points.add(channels);
    List<FileLayer> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < tops.size(); i++) {
      String name = tops.size() == 1 ? fields.text("name") : fields.text("name") + "." + i;
      parts.add(new FileLayer(fields, new ChannelSlice(name, from, points.get(i)), tops.get(i), bottoms, List.of()));
      from = points.get(i);
    }
    return parts;
  }
}
