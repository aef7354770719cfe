package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory for the computed arrays of one or several programs, one block for each data type. It is taken at the first use, as large as the largest of the
 * programs that are registered by then, and given back when the last of them is released.
 */
public final class Blocks {
  private final Map<DataType, Long> wanted = new EnumMap<>(DataType.class);
  private final Map<DataType, INDArray> current = new EnumMap<>(DataType.class);
  private final List<INDArray> all = new ArrayList<>();
  private int users;

  /** Announces a program. */
  void register(Map<DataType, Long> sizes) {
    users++;
    sizes.forEach((type, size) -> wanted.merge(type, size, Math::max));
  }

  /** Blocks of at least these sizes. Programs that took theirs before keep them, even if they were smaller. */
  Map<DataType, INDArray> take(Map<DataType, Long> sizes) {
    sizes.forEach((type, size) -> {
      INDArray block = current.get(type);
      if (block == null || block.length() < size) {
        current.put(type, allocate(type, wanted.get(type)));
      }
    });
    return Map.copyOf(current);
  }

  /** Takes leave of a program; the last one gives the memory back. */
  void release() {
    users--;
    if (users == 0) {
      all.forEach(INDArray::close);
      all.clear();
      current.clear();
      wanted.clear();
    }
  }

  /** @return the bytes that are taken */
  public long bytes() {
    return all.stream().mapToLong(a -> a.length() * a.dataType().width()).sum();
  }

  /** Full of what is not a number, so that a call that relies on zeros, or reads what nobody wrote, is found at once and not only when places are shared. */
  private INDArray allocate(DataType type, long size) {
    INDArray block = Nd4j.create(type, size);
    all.add(block);
    return type.isFPType() ? block.assign(Double.NaN) : block;
  }
}
