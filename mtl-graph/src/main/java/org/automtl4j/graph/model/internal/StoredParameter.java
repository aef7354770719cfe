package org.automtl4j.graph.model.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.automtl4j.graph.model.internal.StoredPart.Layout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A parameter in a model file.
 *
 * @param name its stable name
 * @param shape its shape
 * @param parts where its numbers are; together they make up the whole
 */
public record StoredParameter(String name, List<Long> shape, List<StoredPart> parts) {

  /** Keeps unmodifiable copies. */
  public StoredParameter {
    shape = List.copyOf(shape);
    parts = List.copyOf(parts);
  }

  /** Groups the parts of an exported graph by parameter, in the order in which they were found. */
  static List<StoredParameter> of(List<StoredPart> parts, Function<String, long[]> shapes) {
    Map<String, List<StoredPart>> byName = new LinkedHashMap<>();
    parts.forEach(part -> byName.computeIfAbsent(part.parameter(), name -> new ArrayList<>()).add(part));
    List<StoredParameter> parameters = new ArrayList<>();
    byName.forEach((name, own) -> parameters.add(new StoredParameter(name, Arrays.stream(shapes.apply(name)).boxed().toList(), own)));
    return parameters;
  }

  /** How many numbers one part has. */
  long length(StoredPart part) {
    return shapeOf(part).stream().reduce(1L, Math::multiplyExact);
  }

  private List<Long> shapeOf(StoredPart part) {
    List<Long> range = new ArrayList<>(shape);
    range.set(range.size() - 1, part.to() - part.from());
    return range;
  }

  /** Makes the parameter of the numbers of its parts, in the order of the parts. */
  INDArray assemble(DataType type, List<INDArray> vectors) {
    if (parts.size() == 1) {
      return restore(parts.get(0), vectors.get(0));
    }
    INDArray whole = Nd4j.create(type, longs(shape), 'c');
    INDArrayIndex[] range = new INDArrayIndex[shape.size()];
    Arrays.fill(range, NDArrayIndex.all());
    for (int i = 0; i < parts.size(); i++) {
      range[range.length - 1] = NDArrayIndex.interval(parts.get(i).from(), parts.get(i).to());
      whole.put(range, restore(parts.get(i), vectors.get(i)));
    }
    return whole;
  }

  private INDArray restore(StoredPart part, INDArray vector) {
    long[] own = longs(shapeOf(part));
    if (part.layout() == Layout.KERNEL) {
      return vector.reshape('c', own[3], own[2], own[0], own[1]).permute(2, 3, 1, 0).dup('c');
    }
    return part.layout() == Layout.COLUMNS ? vector.reshape('f', own).dup('c') : vector.reshape('c', own);
  }

  private static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
