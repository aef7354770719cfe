package org.automtl4j.graph.model.convert.internal;

import java.util.List;
import java.util.Map;
import org.automtl4j.graph.backbone.Node;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is done with an {@link Assembly} when it is complete. */
public final class Conversions {
  private Conversions() {}

  /**
   * @param assembly complete
   * @param outputStride 0: as it is; else see {@link OutputStride}
   * @return the layers
   * @throws org.automtl4j.core.InvalidInputException if the output stride is not possible
   */
  public static List<Node> nodes(Assembly assembly, int outputStride) {
    return outputStride == 0 ? assembly.nodes() : OutputStride.apply(assembly.nodes(), outputStride);
  }

  /**
   * @param assembly complete
   * @return the numbers by {@code LAYER.PART}
   */
  public static Map<String, INDArray> numbers(Assembly assembly) {
    return assembly.numbers();
  }
}
