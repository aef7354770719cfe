package org.automtl4j.graph.swin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.graph.network.ParameterSpec;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One parameter of a published Swin transformer, and ours.
 *
 * @param name the published name, such as {@code layers.0.blocks.1.attn.qkv.weight}
 * @param parameter our name, such as {@code swin.layers.0.blocks.1.attn.qkv.weight}
 * @param order published axis i is axis order[i] of ours: matrices are transposed, kernels are [kH, kW, inputs, outputs]
 * @param shape the published shape
 */
public record SwinEntry(String name, String parameter, int[] order, long[] shape) {

  /** Keeps copies. */
  public SwinEntry {
    order = order.clone();
    shape = shape.clone();
  }

  /** @return a copy */
  @Override
  public int[] order() {
    return order.clone();
  }

  /** @return a copy */
  @Override
  public long[] shape() {
    return shape.clone();
  }

  /**
   * The entries of an encoder.
   *
   * @param parameters parameters of a network
   * @param prefix what the names of the encoder's parameters begin with
   * @return those of the encoder, in their order
   */
  public static List<SwinEntry> of(List<ParameterSpec> parameters, String prefix) {
    List<SwinEntry> entries = new ArrayList<>();
    for (ParameterSpec spec : parameters) {
      if (spec.name().startsWith(prefix + ".")) {
        String module = spec.name().substring(prefix.length() + 1);
        int[] order = order(module, spec.shape().length);
        long[] ours = spec.shape();
        entries.add(new SwinEntry(published(module), spec.name(), order, Arrays.stream(order).mapToLong(axis -> ours[axis]).toArray()));
      }
    }
    return entries;
  }

  private static String published(String module) {
    return module.replaceFirst("\\.gamma$", ".weight").replaceFirst("\\.beta$", ".bias");
  }

  private static int[] order(String module, int rank) {
    if (rank == 4) {
      return new int[] {3, 2, 0, 1};
    }
    return rank == 2 && module.endsWith(".weight") ? new int[] {1, 0} : IntStream.range(0, rank).toArray();
  }

  /**
   * @param numbers ours
   * @return the same in the published layout, a copy
   */
  public INDArray toPublished(INDArray numbers) {
    return numbers.permute(order).dup('c');
  }

  /**
   * @param numbers in the published layout
   * @return the same in ours, a copy
   */
  public INDArray toOurs(INDArray numbers) {
    int[] inverse = new int[order.length];
    for (int axis = 0; axis < inverse.length; axis++) {
      inverse[order[axis]] = axis;
    }
    return numbers.permute(inverse).dup('c');
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SwinEntry e && name.equals(e.name) && parameter.equals(e.parameter) && Arrays.equals(order, e.order)
        && Arrays.equals(shape, e.shape);
  }

  @Override
  public int hashCode() {
    return name.hashCode() + 31 * parameter.hashCode();
  }
}
