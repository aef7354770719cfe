package org.automtl4j.plan.internal.ir;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Views of memory, each made once. The arrays and parts of arrays on which programs work are tens of thousands, of which a tenth is different, because their
 * places are used again and again; and each array of ND4J takes 1.5 KB of Java's heap.
 */
public final class SharedViews {
  private record Place(long first, List<Long> shape, List<Long> strides) {}

  private final Map<DataBuffer, Map<Place, INDArray>> known = new IdentityHashMap<>();

  /**
   * @param whole a contiguous array
   * @param first the place of the view's first element in it
   * @param shape the shape of the view
   * @param strides its strides
   * @return the view, whose own properties nobody may change
   */
  public INDArray of(INDArray whole, long first, long[] shape, long[] strides) {
    DataBuffer data = whole.data();
    DataBuffer root = data.originalDataBuffer() == null ? data : data.originalDataBuffer();
    return known.computeIfAbsent(root, r -> new HashMap<>()).computeIfAbsent(new Place(whole.offset() + first, list(shape), list(strides)),
        place -> Nd4j.create(data, shape, strides, place.first(), 'c', whole.dataType()));
  }

  private static List<Long> list(long[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}
