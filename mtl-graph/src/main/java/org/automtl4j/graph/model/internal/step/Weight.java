package org.automtl4j.graph.model.internal.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.automtl4j.graph.model.internal.zip.StoredPart;
import org.automtl4j.graph.model.internal.zip.StoredPart.Layout;

/**
 * Numbers of a model that an operation reads: a parameter or a range of its outputs, perhaps seen in another shape.
 *
 * @param parameter the parameter's stable name
 * @param full the parameter's own shape
 * @param from the first output, an index of the last axis
 * @param to the output after the last
 * @param shape how the operation sees the range: the same numbers in the same order
 */
public record Weight(String parameter, List<Long> full, long from, long to, List<Long> shape) {

  /** Keeps unmodifiable copies. */
  public Weight {
    full = List.copyOf(full);
    shape = List.copyOf(shape);
  }

  static Weight whole(String parameter, long[] shape) {
    List<Long> axes = LongStream.of(shape).boxed().toList();
    return new Weight(parameter, axes, 0, axes.isEmpty() ? 1 : axes.get(axes.size() - 1), axes);
  }

  /** A range of the last axis of the whole parameter. */
  Weight outputs(long first, long end) {
    List<Long> axes = new ArrayList<>(full);
    axes.set(axes.size() - 1, end - first);
    return new Weight(parameter, full, first, end, axes);
  }

  /**
   * @param axes another shape of as many numbers
   * @return the same numbers, seen in that shape
   */
  public Weight reshaped(List<Long> axes) {
    return new Weight(parameter, full, from, to, axes);
  }

  /** @return whether it is all of the parameter */
  public boolean isWhole() {
    return from == 0 && (full.isEmpty() || to == full.get(full.size() - 1));
  }

  /**
   * @param axis an axis of {@link #shape}
   * @return its length
   */
  public long size(int axis) {
    return shape.get(axis);
  }

  int rank() {
    return shape.size();
  }

  /** Where it is kept in a vector of all numbers. */
  public StoredPart storedAt(String layer, String key, long offset, Layout layout) {
    return new StoredPart(parameter, from, to, layer, key, offset, layout);
  }

  /** @return the name of the part of the model that it belongs to, such as {@code layer.3.shared} for {@code layer.3.shared.weight}; a range adds its number */
  public String owner() {
    int dot = parameter.lastIndexOf('.');
    String owner = dot < 0 ? parameter : parameter.substring(0, dot);
    return isWhole() ? owner : owner + ".group" + from / (to - from);
  }
}
