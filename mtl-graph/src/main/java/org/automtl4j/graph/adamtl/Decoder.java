package org.automtl4j.graph.adamtl;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.ops.Resize;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.network.Features;
import org.automtl4j.graph.network.LayerName;
import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A task's decoder over maps of several scales: each goes through two residual blocks, is enlarged to the largest one's size, and a convolution over all of
 * them gives the answer, which is enlarged to the image's size.
 *
 * @param width features after the residual blocks times two, an even number
 */
public record Decoder(int width) {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  /** Checks the width. */
  public Decoder {
    if (width < 2 || width % 2 != 0) {
      throw new InvalidInputException("decoder: found the width " + width + ", allowed: an even number of at least 2");
    }
  }

  /**
   * Adds the decoder to a graph.
   *
   * @param scope what the network builds with
   * @param prefix what the names of its parameters begin with, such as {@code decoders.depth}
   * @param features maps [N, C, H, W], whose sides divide those of the largest
   * @param outputs channels of the answer
   * @return [N, outputs, height, width] of the image
   */
  public SDVariable build(NetworkScope scope, String prefix, Features features, int outputs) {
    int height = features.maps().stream().mapToInt(map -> map.shape().height()).max().orElseThrow();
    int columns = features.maps().stream().mapToInt(map -> map.shape().width()).max().orElseThrow();
    int half = width / 2;
    Layers layers = new Layers(scope, prefix);
    List<SDVariable> maps = new ArrayList<>();
    for (int i = 0; i < features.maps().size(); i++) {
      Features.FeatureMap map = features.maps().get(i);
      SDVariable x = layers.block("fuse." + i + ".2", map.value(), map.shape(), half, true); // [N, half, H, W]
      Shape inner = new Shape(half, map.shape().height(), map.shape().width());
      x = layers.block("fuse." + i + ".3", x, inner, half, false); // [N, half, H, W]
      maps.add(Resize.nearest(x, height, columns)); // [N, half, h, w]
    }
    SDVariable all = scope.sameDiff().concat(prefix + "/all", 1, maps.toArray(SDVariable[]::new)); // [N, scales half, h, w]
    scope.shaped(all, new Shape(half * maps.size(), height, columns));
    SDVariable x = layers.convolution("segment.0", all, half, 1, true); // [N, half, h, w]
    x = scope.relu(layers.output("segment.2"), layers.norm("segment.1", x)); // [N, half, h, w]
    SDVariable answer = layers.convolution("segment.3", x, outputs, 1, true); // [N, outputs, h, w]
    return Resize.bilinear(answer, scope.request().height(), scope.request().width()); // [N, outputs, height, width]
  }

  /** The layers of one decoder, named after the published modules. */
  private record Layers(NetworkScope scope, String prefix) {

    String output(String module) {
      return prefix + "/" + module;
    }

    private LayerName named(String module) {
      return new LayerName(output(module), prefix + "." + module);
    }

    SDVariable convolution(String module, SDVariable x, int outputs, int kernel, boolean bias) {
      return scope.convolution(named(module), x, new Convolution(output(module), outputs, kernel, 1, kernel / 2, 1, 1, bias)); // [N, outputs, H, W]
    }

    SDVariable norm(String module, SDVariable x) {
      return scope.batchNorm(named(module), x, new BatchNorm(output(module), EPSILON, MOMENTUM, true, true)); // [N, C, H, W]
    }

    /** conv, BN, ReLU, conv, BN, plus the input, ReLU; where the width changes the input goes through a convolution of its own (He et al., CVPR 2016). */
    SDVariable block(String module, SDVariable input, Shape shape, int outputs, boolean projected) {
      SDVariable x = convolution(module + ".conv1", input, outputs, 3, false); // [N, outputs, H, W]
      x = scope.relu(output(module + ".relu1"), norm(module + ".bn1", x)); // [N, outputs, H, W]
      x = norm(module + ".bn2", convolution(module + ".conv2", x, outputs, 3, false)); // [N, outputs, H, W]
      SDVariable skip = projected ? norm(module + ".downsample.1", convolution(module + ".downsample.0", input, outputs, 1, false)) : input; // [N, outputs, H, W]
      SDVariable sum = scope.shaped(x.add(output(module + ".sum"), skip), new Shape(outputs, shape.height(), shape.width())); // [N, outputs, H, W]
      return scope.relu(output(module), sum); // [N, outputs, H, W]
    }
  }
}
