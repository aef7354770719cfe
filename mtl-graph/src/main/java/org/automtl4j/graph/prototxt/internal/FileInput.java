package org.automtl4j.graph.prototxt.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * What a file says about its images.
 *
 * @param name the name that its layers read
 * @param axes batch, channels, height and width, as far as they are said
 * @param origin the message that says them
 * @param field the field of that message
 */
record FileInput(String name, List<Long> axes, Fields origin, String field) {
  private static final int LARGEST_SIDE = 1 << 16;

  /** Keeps an unmodifiable copy. */
  FileInput {
    axes = List.copyOf(axes);
  }

  /** The header, or the first layer that gives images. */
  static FileInput of(Fields net, List<Fields> layers) {
    String name = net.all("input", String.class).stream().findFirst().orElse("");
    if (net.has("input_dim")) {
      return new FileInput(name, net.all("input_dim", Integer.class).stream().map(Integer::longValue).toList(), net, "input_dim");
    }
    if (net.has("input_shape")) {
      return new FileInput(name, axes(net.children("input_shape").get(0)), net, "input_shape");
    }
    for (Fields layer : layers) {
      if (CaffeTypes.isInput(CaffeTypes.of(layer)) && !layer.tops().isEmpty()) {
        return new FileInput(layer.tops().get(0), layerAxes(layer), layer, "type");
      }
    }
    return new FileInput(name, List.of(), net, "input_dim");
  }

  private static List<Long> axes(Fields shape) {
    return shape.all("dim", Long.class);
  }

  private static List<Long> layerAxes(Fields layer) {
    switch (CaffeTypes.of(layer)) {
      case "Input" -> {
        List<Fields> shapes = layer.isOld() ? List.of() : layer.child("input_param").children("shape");
        return shapes.isEmpty() ? List.of() : axes(shapes.get(0));
      }
      case "MemoryData" -> {
        Fields p = layer.child("memory_data_param");
        return List.of((long) p.count("batch_size"), (long) p.count("channels"), (long) p.count("height"), (long) p.count("width"));
      }
      default -> {
        long crop = layer.child("transform_param").count("crop_size");
        return crop > 0 ? List.of(1L, 3L, crop, crop) : List.of(1L, 3L); // the data's own size, in colours
      }
    }
  }

  /** Channels of the images. */
  int channels() {
    if (axes.size() < 2) {
      throw origin.error(field, field.equals("input_dim") ? "input_dim has " + axes.size() + " value(s), needs batch and channels at least, such as input_dim: [1, 3, 224, 224]"
          : "the input's shape has " + axes.size() + " axes, needs batch and channels at least, such as dim: [1, 3, 224, 224]");
    }
    if (axes.get(1) < 1 || axes.get(1) > LARGEST_SIDE) {
      throw origin.error(field, what() + " gives " + axes.get(1) + " channels, allowed 1 to " + LARGEST_SIDE);
    }
    for (int i = 2; i < Math.min(4, axes.size()); i++) {
      if (axes.get(i) > LARGEST_SIDE) {
        throw origin.error(field, what() + " gives " + axes.get(i) + (i == 2 ? " rows" : " columns") + ", allowed up to " + LARGEST_SIDE);
      }
    }
    return Math.toIntExact(axes.get(1));
  }

  private String what() {
    return field.equals("type") ? "the input" : field;
  }

  /** Height and width, if both are said. */
  List<Integer> size() {
    return axes.size() >= 4 && axes.get(2) > 0 && axes.get(3) > 0 ? new ArrayList<>(List.of(axes.get(2).intValue(), axes.get(3).intValue())) : List.of();
  }
}
