package org.automtl4j.graph.prototxt.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.internal.Wiring;
import org.automtl4j.graph.prototxt.UnsupportedFields;

/**
 * From a file's layers to those of a backbone. Layers of Caffe that say where images come from, in which phase something is there, or how good an answer is
 * have no counterpart; a Scale belongs to the BatchNorm before it; a Split is nothing.
 */
final class FileLayers {
  private final UnsupportedFields unsupported;
  private final boolean caffe;
  private final boolean convert;
  private final Faults faults;
  private final List<FileLayer> made = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  /** Channels of the newest layer of a name. */
  private final Map<String, Integer> channels = new HashMap<>();
  private final int inputChannels;

  /**
   * @param caffe whether the input's name may come to mean another layer, as any name may in Caffe
   * @param convert whether all means what it means in Caffe: poolings round up, and a BatchNorm has no scale and shift of its own
   * @param faults takes what is wrong with layers
   */
  private FileLayers(FileInput input, int inputChannels, UnsupportedFields unsupported, boolean caffe, boolean convert, Faults faults) {
    this.caffe = caffe;
    this.unsupported = unsupported;
    this.convert = convert;
    this.faults = faults;
    this.inputChannels = inputChannels;
    if (!input.name().isEmpty() && !Wiring.INPUT_NAMES.contains(input.name())) {
      names.put(input.name(), Wiring.INPUT_NAMES.get(0));
    }
  }

  static FileLayers of(List<Fields> layers, FileInput input, int inputChannels, UnsupportedFields unsupported, boolean caffe, boolean convert, Faults faults) {
    FileLayers result = new FileLayers(input, inputChannels, unsupported, caffe, convert, faults);

    boolean[] dropped = result.dropped(layers);
    for (int i = 0; i < layers.size() && !faults.isFull(); i++) {
      Fields layer = layers.get(i);
      boolean faulty = faults.within(layer.start(), i + 1 < layers.size() ? Optional.of(layers.get(i + 1).start()) : Optional.empty());
      if (!dropped[i] && !faulty) { // what is missing where something could not be read may be just that
        try {
          result.add(i, layer, layers);
        } catch (PlacedException e) {
          e.into(faults);
        }
      }
    }
    return result;
  }

  List<FileLayer> layers() {
    return made;
  }

  List<String> remarks() {
    return remarks;
  }

  /** Whether a file has what only Caffe's have. */
  static boolean isCaffe(Fields net, List<Fields> layers, FileInput input) {
    return net.has("layers") || net.has("input_shape") || !input.name().isEmpty() && !Wiring.INPUT_NAMES.contains(input.name())
        || layers.stream().anyMatch(layer -> CaffeTypes.isForeign(CaffeTypes.of(layer)) || !layer.isOld() && (layer.child("batch_norm_param").has("use_global_stats")
            || layer.child("batch_norm_param").has("moving_average_fraction")));
  }

  /** Layers of the other phase, inputs, and what only judges: nothing that stays reads it. */
  private boolean[] dropped(List<Fields> layers) {
    boolean[] dropped = new boolean[layers.size()];
    Set<String> read = new HashSet<>();
    List<String> cut = new ArrayList<>();
    for (int i = layers.size() - 1; i >= 0; i--) {
      Fields layer = layers.get(i);
      String type = CaffeTypes.of(layer);
      boolean end = CaffeTypes.isEnd(type) && layer.tops().stream().noneMatch(read::contains);
      dropped[i] = end || CaffeTypes.isInput(type) || unsupported == UnsupportedFields.REFUSE && !isThere(layer);
      if (end) {
        cut.add(0, layer.text("name") + " (" + type + ")");
      } else if (!dropped[i]) {
        layer.tops().forEach(read::remove);
        read.addAll(layer.all("bottom", String.class));
      }
    }
    if (!cut.isEmpty()) {
      remarks.add("the classifier's end was cut off: " + String.join(", ", cut.subList(0, Math.min(10, cut.size()))) + (cut.size() > 10 ? " and " + (cut.size() - 10) + " more" : ""));
    }
    return dropped;
  }

  /** Whether a layer is there when the network is used, and not only in training. */
  private static boolean isThere(Fields layer) {
    List<Fields> include = layer.children("include");
    boolean in = include.isEmpty() || include.stream().anyMatch(rule -> !rule.has("phase") || rule.choice("phase").equals("TEST"));
    return in && layer.children("exclude").stream().noneMatch(rule -> rule.has("phase") && rule.choice("phase").equals("TEST"));
  }

  private void add(int index, Fields fields, List<Fields> layers) {
    String type = CaffeTypes.of(fields);
    List<String> bottoms = fields.all("bottom", String.class).stream().map(bottom -> names.getOrDefault(bottom, bottom)).toList();
    switch (type) {
      case "Split", "Flatten" -> alias(index, fields, type, bottoms, layers);
      case "Scale" -> scale(index, fields, bottoms);
      case "Slice" -> slices(index, fields, bottoms);
      default -> put(fields, layer(index, fields, type, bottoms), bottoms);
    }
  }

  private Layer layer(int index, Fields fields, String type, List<String> bottoms) {
    boolean depthwise = List.of("ConvolutionDepthwise", "DepthwiseConvolution").contains(type);
    Layer layer = LayerReader.read(index, fields, depthwise ? "Convolution" : type, unsupported);
    if (layer instanceof Convolution c && depthwise && known(bottoms).isPresent()) {
      return new Convolution(c.name(), c.outputs(), c.kernel(), c.stride(), c.pad(), c.dilation(), known(bottoms).get(), c.bias());
    }
    if (layer instanceof Pooling p && convert && !p.global() && !fields.child("pooling_param").has("round_mode")) {
      return new Pooling(p.name(), p.mode(), p.kernel(), p.stride(), p.pad(), true, false, p.countIncludePad());
    }
    if (layer instanceof BatchNorm b && convert && type.equals("BatchNorm") && !fields.child("batch_norm_param").has("affine")) {
      return new BatchNorm(b.name(), b.epsilon(), b.momentum(), false, b.trackStatistics());
    }
    return layer;
  }

  private void put(Fields fields, Layer layer, List<String> bottoms) {
    put(new FileLayer(fields, layer, top(fields), bottoms, List.of(fields.text("name"))));
  }

  private static String top(Fields fields) {
    List<String> tops = fields.tops();
    return tops.isEmpty() ? "" : tops.get(tops.size() - 1);
  }

  private void put(FileLayer given) {
    names.remove(given.top());
    FileLayer layer = given;
    if (caffe && Wiring.INPUT_NAMES.contains(given.top())) {
      layer = new FileLayer(given.fields(), given.layer(), given.top() + "." + given.layer().name(), given.bottoms(), given.sources());
      names.put(given.top(), layer.top());
    }
    List<Integer> in = layer.bottoms().stream().limit(layer.layer().mostInputs()).map(this::channelsOf).toList();
    try {
      channels.put(layer.top(), in.contains(0) || in.size() < layer.layer().leastInputs() ? 0 : layer.layer().outputChannels(in));
    } catch (RuntimeException e) {
      channels.put(layer.top(), 0); // the wiring says what is wrong
    }
    made.add(layer);
  }

  private int channelsOf(String bottom) {
    return channels.getOrDefault(bottom, Wiring.INPUT_NAMES.contains(bottom) ? inputChannels : 0);
  }

  private Optional<Integer> known(List<String> bottoms) {
    return bottoms.stream().findFirst().map(this::channelsOf).filter(count -> count > 0);
  }

  /** A Split gives its input names; a Flatten is what a linear layer does anyway, and nothing else can do with it. */
  private void alias(int index, Fields fields, String type, List<String> bottoms, List<Fields> layers) {
    if (bottoms.size() != 1) {
      throw fields.error("bottom", describe(index, fields, type) + "has " + bottoms.size() + " bottoms, needs 1");
    }
    for (String top : fields.tops()) {
      List<Fields> readers = layers.subList(index + 1, layers.size()).stream().filter(layer -> layer.all("bottom", String.class).contains(top)).toList();
      if (type.equals("Flatten") && readers.stream().map(CaffeTypes::of).anyMatch(reader -> !List.of("InnerProduct", "Dropout", "Flatten").contains(reader) && !CaffeTypes.isEnd(reader))) {
        throw fields.error("type", describe(index, fields, type) + "flattens what " + readers.get(0).text("name") + " reads, allowed only before InnerProduct");
      }
      if (!top.equals(bottoms.get(0))) {
        names.put(top, bottoms.get(0));
      }
    }
  }

  /** Gamma and beta of the BatchNorm before it, a gate where it reads two maps, or else a number for each channel: a depthwise convolution of one pixel. */
  private void scale(int index, Fields fields, List<String> bottoms) {
    Fields p = fields.child("scale_param");
    if (bottoms.size() == 2 && !p.flag("bias_term")) {
      put(fields, new Eltwise(fields.text("name"), Eltwise.Operation.PROD), bottoms);
      return;
    }
    if (bottoms.size() != 1 || p.integer("axis") != 1 && p.integer("axis") != -3 || p.integer("num_axes") != 1) {
      throw fields.error("scale_param", describe(index, fields, "Scale") + "allowed is one bottom with a number for each channel, or two bottoms");
    }
    FileLayer before = made.isEmpty() ? null : made.get(made.size() - 1);
    if (before != null && before.layer() instanceof BatchNorm b && before.top().equals(bottoms.get(0)) && before.sources().size() == 1) {
      made.remove(made.size() - 1);
      if (!p.flag("bias_term")) {
        remarks.add("layer " + b.name() + " has a shift that its Scale " + fields.text("name") + " has not; it starts at 0");
      }
      put(new FileLayer(before.fields(), new BatchNorm(b.name(), b.epsilon(), b.momentum(), true, b.trackStatistics()), top(fields), before.bottoms(),
          List.of(b.name(), fields.text("name"))));
      return;
    }
    int count = known(bottoms).orElse(1);
    put(fields, new Convolution(fields.text("name"), count, 1, 1, 0, 1, count, p.flag("bias_term")), bottoms);
  }

  private void slices(int index, Fields fields, List<String> bottoms) {
    List<FileLayer> parts = SliceReader.read(describe(index, fields, "Slice"), fields, bottoms, known(bottoms).orElse(0));
    parts.forEach(this::put);
  }

  private static String describe(int index, Fields fields, String type) {
    String name = fields.text("name");
    return "layer " + index + " (" + (name.isEmpty() ? "" : name + ", ") + type + "): ";
  }
}
