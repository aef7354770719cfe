package org.automtl4j.graph.prototxt.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Types of layers in Caffe's files that are no layers of a backbone, and the names that types had before 2014. */
final class CaffeTypes {
  private static final Set<String> INPUTS = Set.of("Input", "Data", "ImageData", "MemoryData", "HDF5Data", "DummyData", "WindowData", "AnnotatedData");
  private static final Set<String> ENDS = Set.of("Softmax", "Accuracy", "ArgMax", "Silence", "HDF5Output");
  private static final Map<String, String> OLD = Map.ofEntries(Map.entry("CONVOLUTION", "Convolution"), Map.entry("RELU", "ReLU"), Map.entry("POOLING", "Pooling"),
      Map.entry("INNER_PRODUCT", "InnerProduct"), Map.entry("DROPOUT", "Dropout"), Map.entry("CONCAT", "Concat"), Map.entry("ELTWISE", "Eltwise"), Map.entry("LRN", "LRN"),
      Map.entry("SOFTMAX", "Softmax"), Map.entry("SOFTMAX_LOSS", "SoftmaxWithLoss"), Map.entry("ACCURACY", "Accuracy"), Map.entry("SPLIT", "Split"), Map.entry("SLICE", "Slice"),
      Map.entry("SIGMOID", "Sigmoid"), Map.entry("TANH", "TanH"), Map.entry("FLATTEN", "Flatten"), Map.entry("DATA", "Data"), Map.entry("IMAGE_DATA", "ImageData"),
      Map.entry("MEMORY_DATA", "MemoryData"), Map.entry("DUMMY_DATA", "DummyData"), Map.entry("SILENCE", "Silence"));

  private CaffeTypes() {}

  /** The type of a layer as files write it now. */
  static String of(Fields layer) {
    if (!layer.isOld()) {
      return layer.text("type");
    }
    String old = layer.choice("type");
    return OLD.getOrDefault(old, old.toLowerCase(Locale.ROOT));
  }

  /** Whether a type gives images, and perhaps labels. */
  static boolean isInput(String type) {
    return INPUTS.contains(type);
  }

  /** Whether a type only judges what a network gives. */
  static boolean isEnd(String type) {
    return ENDS.contains(type) || type.endsWith("Loss") || type.equals("SoftmaxWithLoss");
  }

  /** Whether only Caffe's files have a type. */
  static boolean isForeign(String type) {
    return isInput(type) || isEnd(type) || List.of("Scale", "Split", "Slice", "BN", "LRN", "Flatten").contains(type);
  }
}
