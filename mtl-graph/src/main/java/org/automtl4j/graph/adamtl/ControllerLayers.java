package org.automtl4j.graph.adamtl;

import java.util.Optional;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.LayerName;
import org.automtl4j.graph.network.Linear;
import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** The layers of controllers: tokens to logits. A controller that is asked several times is built each time, with the same parameters. */
final class ControllerLayers {
  private static final Initializer NORMAL = Initializer.normal(0.02);
  private final NetworkScope scope;
  private final String prefix;
  /** Layers so far: outputs of a controller that is asked again need names of their own. */
  private int layers;

  /**
   * @param scope what the network builds with
   * @param prefix what names of parameters begin with
   */
  ControllerLayers(NetworkScope scope, String prefix) {
    this.scope = scope;
    this.prefix = prefix;
  }

  /**
   * What a controller looks at.
   *
   * @param tokens how many an image has
   * @param channels features of a token
   */
  record Sight(int tokens, int channels) {}

  /**
   * @param module name of the controller
   * @param x [N, L, C]
   * @param sight L and C
   * @param hidden features between its layers
   * @param depth blocks of the stage
   * @return [N, depth]
   */
  SDVariable blocks(String module, SDVariable x, Sight sight, int hidden, int depth) {
    int wide = sight.tokens() * hidden;
    return linear(module + ".fc", hidden(module, x, sight, hidden).reshape(-1, wide), wide, depth, 1); // [N, depth]
  }

  /**
   * @param module name of the controller
   * @param x [N, L, C]
   * @param sight L and C
   * @param hidden features between its layers
   * @return [N, L, 1]
   */
  SDVariable tokens(String module, SDVariable x, Sight sight, int hidden) {
    return linear(module + ".fc", hidden(module, x, sight, hidden), hidden, 1, sight.tokens()).reshape(-1, sight.tokens(), 1); // [N, L, 1]
  }

  private SDVariable hidden(String module, SDVariable x, Sight sight, int hidden) {
    SDVariable rows = linear(module + ".mlp", x.reshape(-1, sight.channels()), sight.channels(), hidden, sight.tokens()); // [N L, hidden]
    return scope.sameDiff().nn().relu(rows, 0); // [N L, hidden]
  }

  private SDVariable linear(String module, SDVariable rows, int inputs, int outputs, int count) {
    String output = prefix + "/" + module + "." + ++layers;
    return scope.linear(new LayerName(output, prefix + "." + module), rows, new Linear(inputs, outputs, count, NORMAL, Optional.of(Initializer.constant(0)))); // [rows, outputs]
  }
}
