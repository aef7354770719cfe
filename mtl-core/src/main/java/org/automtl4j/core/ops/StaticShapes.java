package org.automtl4j.core.ops;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/** Finds the shape of a variable before the graph has run. SameDiff itself knows only those of placeholders and parameters. */
public final class StaticShapes {

  private StaticShapes() {}

  /**
   * Asks the operations that lead to a variable for the shapes of their results. Nothing is computed. Sizes that a placeholder leaves open (-1, the batch)
   * count as 1, so that of the result [N, C, H, W] the last three are what they will be.
   *
   * @param variable any variable of a graph
   * @return its shape with N = 1
   * @throws IllegalArgumentException if a placeholder on the way has no shape or the shapes do not fit together; the message names the variable
   */
  public static long[] of(SDVariable variable) {
    return of(variable, Map.of());
  }

  /**
   * The same where some shapes are known already, so that what leads to them is not asked again.
   *
   * @param variable any variable of a graph
   * @param known shapes by variables' names, with N = 1
   * @return its shape with N = 1
   * @throws IllegalArgumentException if a placeholder on the way has no shape or the shapes do not fit together; the message names the variable
   */
  public static long[] of(SDVariable variable, Map<String, long[]> known) {
    SameDiff sd = variable.getSameDiff();
    Map<String, INDArray> arrays = new HashMap<>();
    List<INDArray> probes = new ArrayList<>();
    try {
      Set<String> needed = ancestors(sd, variable.name(), known.keySet());
      for (String name : needed) {
        if (known.containsKey(name)) {
          probe(name, sd.getVariable(name).dataType(), known.get(name), arrays, probes);
        } else {
          addSource(sd.getVariable(name), arrays, probes);
        }
      }
      for (SameDiffOp op : sd.getOps().values()) {
        if (op.getOutputsOfOp().stream().anyMatch(name -> needed.contains(name) && !known.containsKey(name))) {
          addOutputs(op, arrays, probes);
        }
      }
      return arrays.get(variable.name()).shape();
    } finally {
      probes.forEach(INDArray::close);
    }
  }

  private static Set<String> ancestors(SameDiff sd, String name, Set<String> known) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(name));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (seen.add(next) && !known.contains(next)) {
        String producer = sd.getVariables().get(next).getOutputOfOp();
        if (producer != null) {
          open.addAll(sd.getOps().get(producer).getInputsToOp());
        }
      }
    }
    return seen;
  }

  private static void addSource(SDVariable variable, Map<String, INDArray> arrays, List<INDArray> probes) {
    switch (variable.getVariableType()) {
      case VARIABLE, CONSTANT -> arrays.put(variable.name(), variable.getArr());
      case PLACEHOLDER -> {
        long[] declared = variable.placeholderShape();
        if (declared == null) {
          throw new IllegalArgumentException("placeholder '" + variable.name() + "' has no shape; declare it with -1 for the batch");
        }
        long[] shape = declared.clone();
        for (int i = 0; i < shape.length; i++) {
          shape[i] = shape[i] < 0 ? 1 : shape[i];
        }
        probe(variable.name(), variable.dataType(), shape, arrays, probes);
      }
      default -> { }
    }
  }

  private static void addOutputs(SameDiffOp op, Map<String, INDArray> arrays, List<INDArray> probes) {
    List<LongShapeDescriptor> shapes;
    try (OpContext context = Nd4j.getExecutioner().buildContext()) {
      context.setInputArrays(op.getInputsToOp().stream().map(arrays::get).toArray(INDArray[]::new));
      if (op.getOp() instanceof DynamicCustomOp custom) {
        context.setIArguments(custom.iArgs());
        context.setTArguments(custom.tArgs());
        context.setBArguments(custom.bArgs());
        context.setDArguments(custom.dArgs());
        shapes = Nd4j.getExecutioner().calculateOutputShape((CustomOp) custom, context);
      } else {
        shapes = op.getOp().calculateOutputShape(context);
      }
    } catch (Exception e) {
      throw new IllegalArgumentException("the shape of '" + op.getOutputsOfOp().get(0) + "' cannot be told: " + e.getMessage(), e);
    }
    for (int i = 0; i < op.getOutputsOfOp().size(); i++) {
      probe(op.getOutputsOfOp().get(i), shapes.get(i).dataType(), shapes.get(i).getShape(), arrays, probes);
    }
  }

  private static void probe(String name, DataType type, long[] shape, Map<String, INDArray> arrays, List<INDArray> probes) {
    INDArray probe = Nd4j.createUninitialized(type, shape);
    probes.add(probe);
    arrays.put(name, probe);
  }
}
