package org.automtl4j.graph.swin;

import java.util.Optional;
import java.util.function.Supplier;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.LayerName;
import org.automtl4j.graph.network.Linear;
import org.automtl4j.graph.network.NetworkScope;
import org.automtl4j.graph.network.Role;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The layers of a Swin transformer on tokens [N, L, C], named after the published modules.
 *
 * @param scope what the network builds with
 * @param prefix what all names begin with
 */
record SwinLayers(NetworkScope scope, String prefix) {
  private static final double EPSILON = 1e-5;
  /** Published as normal and cut off at 2, a hundred standard deviations away. */
  private static final Initializer NORMAL = Initializer.normal(0.02);

  LayerName named(String module) {
    return new LayerName(output(module), prefix + "." + module);
  }

  /** The name of a variable. */
  String output(String module) {
    return prefix + "/" + module;
  }

  SDVariable norm(String module, SDVariable x, int tokens, int width) {
    scope.count((long) tokens * width);
    return scope.layerNorm(named(module), x, width, EPSILON); // [N, L, C]
  }

  /** A linear layer on rows [rows, inputs]. */
  SDVariable linear(String module, SDVariable rows, int inputs, int outputs, int tokens, boolean bias) {
    Optional<Initializer> zero = bias ? Optional.of(Initializer.constant(0)) : Optional.empty();
    return scope.linear(named(module), rows, new Linear(inputs, outputs, tokens, NORMAL, zero)); // [rows, outputs]
  }

  SDVariable table(String name, long... shape) {
    return scope.parameter(prefix + "." + name, Role.WEIGHT, NORMAL, shape);
  }

  /** Places of tokens, made once for all that need them. */
  SDVariable index(String what, Supplier<int[]> places) {
    return scope.constant("swin." + what, () -> Nd4j.createFromArray(places.get()));
  }
}
