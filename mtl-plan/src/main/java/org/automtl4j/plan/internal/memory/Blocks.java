package org.automtl4j.plan.internal.memory;

import java.util.EnumMap;
import java.util.Map;
import org.automtl4j.plan.internal.ir.SharedViews;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory for the computed arrays of one or several programs, one block for each data type. It is taken at the first use, as large as the largest of the
 * programs that are registered by then, and taken anew when a larger one comes later. It is given back when the last of them is released.
 */
public final class Blocks {
  private final Map<DataType, Long> wanted = new EnumMap<>(DataType.class);
  private final Map<DataType, INDArray> current = new EnumMap<>(DataType.class);
  private SharedViews views = new SharedViews();
  private int generation;
  private int users;

  /** Announces a program. */
  public void register(Map<DataType, Long> sizes) {
    users++;
    sizes.forEach((type, size) -> wanted.merge(type, size, Math::max));
  }

  /** Takes memory where what there is does not do for all programs. */
  public void prepare() {
    int before = generation;
    wanted.forEach((type, size) -> {
      INDArray block = current.get(type);
      if (block == null || block.length() < size) {
        if (block != null) {
          block.close();
        }
        current.put(type, allocate(type, size));
        generation++;
      }
    });
    if (generation != before) {
      views = new SharedViews();
    }
  }

  /** Changes when memory was taken: programs must then find their places anew. */
  public int generation() {
    return generation;
  }

  /** The blocks, one for each data type. */
  public Map<DataType, INDArray> current() {
    return current;
  }

  /** The views of the blocks, as long as these stay where they are. */
  public SharedViews views() {
    return views;
  }

  /** Takes leave of a program, whose views nobody may need any more; the last one gives the memory back. */
  public void release() {
    users--;
    views = new SharedViews();
    if (users == 0) {
      current.values().forEach(INDArray::close);
      current.clear();
      wanted.clear();
    }
  }

  /** @return the bytes that are taken */
  public long bytes() {
    return current.values().stream().mapToLong(a -> a.length() * a.dataType().width()).sum();
  }

  /** Full of what is not a number, so that a call that relies on zeros, or reads what nobody wrote, is found at once and not only when places are shared. */
  private static INDArray allocate(DataType type, long size) {
    INDArray block = Nd4j.create(type, size);
    return type.isFPType() ? block.assign(Double.NaN) : block;
  }
}
