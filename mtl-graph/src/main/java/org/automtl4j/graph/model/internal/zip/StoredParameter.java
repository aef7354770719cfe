package org.automtl4j.graph.model.internal.zip;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.automtl4j.graph.model.internal.zip.StoredPart.Layout;
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
  public static List<StoredParameter> of(List<StoredPart> parts, Function<String, long[]> shapes) {
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

  /** A part as several that follow one another, of about so many numbers, where outputs lie one after the other. */
  List<StoredPart> pieces(StoredPart part, long numbers) {
    if (part.layout() == Layout.PLAIN || length(part) <= numbers) {
      return List.of(part);
    }
    long output = length(part) / (part.to() - part.from());
    long step = Math.max(1, numbers / Math.max(1, output));
    List<StoredPart> pieces = new ArrayList<>();
    for (long from = part.from(); from < part.to(); from += step) {
      long offset = part.offset() + (from - part.from()) * output;
      pieces.add(new StoredPart(part.parameter(), from, Math.min(from + step, part.to()), part.layer(), part.key(), offset, part.layout()));
    }
    return pieces;
  }

  /** An array for the whole parameter. */
  INDArray memory(DataType type) {
    return Nd4j.create(type, longs(shape), 'c');
  }

  /** Writes the numbers of one part, as the file has them, to their places in the whole. */
  void restore(StoredPart part, INDArray vector, INDArray whole) {
    if (part.layout() == Layout.KERNEL && vector.dataType() == DataType.FLOAT && Nd4j.getEnvironment().isCPU()) {
      turn(part, vector.data().asNioFloat(), whole.data().asNioFloat());
      Reference.reachabilityFence(vector); // the buffers keep neither
      Reference.reachabilityFence(whole);
      return;
    }
    INDArray target = whole;
    if (part.to() - part.from() < shape.get(shape.size() - 1)) {
      INDArrayIndex[] range = new INDArrayIndex[shape.size()];
      Arrays.fill(range, NDArrayIndex.all());
      range[range.length - 1] = NDArrayIndex.interval(part.from(), part.to());
      target = whole.get(range);
    }
    long[] own = longs(shapeOf(part));
    target.assign(switch (part.layout()) {
      case KERNEL -> vector.reshape('c', own[3], own[2], own[0], own[1]).permute(2, 3, 1, 0);
      case COLUMNS -> vector.reshape('f', own);
      default -> vector.reshape('c', own);
    });
  }

  /** From [outputs, inputs, taps] to [taps, inputs, outputs], in less time than ND4J takes; both arrays begin where their memory does. */
  private void turn(StoredPart part, FloatBuffer vector, FloatBuffer whole) {
    int taps = Math.toIntExact(shape.get(0) * shape.get(1));
    int inputs = Math.toIntExact(shape.get(2));
    int all = Math.toIntExact(shape.get(3));
    float[] row = new float[Math.toIntExact(part.to() - part.from())];
    for (int tap = 0; tap < taps; tap++) {
      for (int input = 0; input < inputs; input++) {
        for (int output = 0; output < row.length; output++) {
          row[output] = vector.get((output * inputs + input) * taps + tap);
        }
        whole.put((tap * inputs + input) * all + (int) part.from(), row);
      }
    }
  }

  private static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
