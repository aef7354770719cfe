package org.automtl4j.graph.plan.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Views of the blocks that programs share, each made once. The arrays and parts of arrays on which a program's calls work are tens of thousands, of which a
 * tenth is different, because their places are used again and again; and each array of ND4J takes 1.5 KB of Java's heap.
 */
final class SharedViews {
  private static final ThreadLocal<SharedViews> CURRENT = new ThreadLocal<>();

  private record Place(long first, List<Long> shape, List<Long> strides) {}

  private final Map<DataBuffer, Map<Place, INDArray>> known = new IdentityHashMap<>();

  SharedViews(Collection<INDArray> blocks) {
    blocks.forEach(block -> known.put(root(block.data()), new HashMap<>()));
  }

  /** Does something in whose time this thread shares views of these blocks. */
  void during(Runnable work) {
    SharedViews before = CURRENT.get();
    CURRENT.set(this);
    try {
      work.run();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }

  /**
   * A view, whose own properties nobody may change; a new one if the memory is none of the blocks'.
   *
   * @param data the memory, or a part of it
   * @param type its data type
   * @param first the place of the view's first element, counted from the beginning of all of the memory
   * @param shape its shape
   * @param strides its strides
   */
  static INDArray of(DataBuffer data, DataType type, long first, long[] shape, long[] strides) {
    SharedViews shared = CURRENT.get();
    Map<Place, INDArray> views = shared == null ? null : shared.known.get(root(data));
    return views == null ? make(data, type, first, shape, strides)
        : views.computeIfAbsent(new Place(first, list(shape), list(strides)), place -> make(data, type, first, shape, strides));
  }

  private static INDArray make(DataBuffer data, DataType type, long first, long[] shape, long[] strides) {
    return Nd4j.create(data, shape, strides, first, 'c', type);
  }

  private static DataBuffer root(DataBuffer data) {
    return data.originalDataBuffer() == null ? data : data.originalDataBuffer();
  }

  private static List<Long> list(long[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}
