package org.automtl4j.graph.model.internal.zip;

import java.nio.ByteBuffer;
import org.automtl4j.core.InvalidInputException;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.serde.FlatBuffersMapper;
import org.nd4j.graph.FlatArray;
import org.nd4j.graph.FlatGraph;
import org.nd4j.linalg.api.buffer.DataType;

/** Graphs as SameDiff writes them, read from files of anybody: SameDiff itself believes all lengths, and builds what a training configuration names. */
final class GraphBytes {
  private static final int MOST_AXES = 32;

  private GraphBytes() {}

  /**
   * @param bytes what SameDiff wrote
   * @param where for messages
   * @return the graph
   * @throws InvalidInputException if it is damaged, or is more than a graph with its numbers
   */
  static SameDiff read(byte[] bytes, String where) {
    try {
      check(FlatGraph.getRootAsFlatGraph(ByteBuffer.wrap(bytes)), where);
      return SameDiff.fromFlatBuffers(ByteBuffer.wrap(bytes));
    } catch (InvalidInputException e) {
      throw e;
    } catch (Exception | OutOfMemoryError | StackOverflowError | AssertionError e) { // the flat buffers' reader follows any offset, and takes any length for memory
      throw new InvalidInputException(where + ": the graph is damaged, or none (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private static void check(FlatGraph graph, String where) {
    if (graph.trainingConfig() != null || graph.updaterStateLength() > 0) {
      throw new InvalidInputException(where + ": the graph has a training configuration, allowed: what predictions need");
    }
    for (int i = 0; i < graph.variablesLength(); i++) {
      FlatArray array = graph.variables(i).ndarray();
      if (array != null && !fits(array)) {
        throw new InvalidInputException(where + ": the graph is damaged: the array of its variable " + i + " has not the numbers that its shape says");
      }
    }
  }

  /** A shape is its rank, sizes and strides, and three numbers more. */
  private static boolean fits(FlatArray array) {
    long axes = array.shapeLength() == 0 ? -1 : array.shape(0);
    if (axes < 0 || axes > MOST_AXES || array.shapeLength() < 2 * axes + 1) {
      return false;
    }
    DataType type = FlatBuffersMapper.getDataTypeFromByte(array.dtype());
    double bytes = type.width();
    for (int axis = 1; axis <= axes; axis++) {
      bytes *= array.shape(axis);
    }
    return bytes == array.bufferLength();
  }
}
