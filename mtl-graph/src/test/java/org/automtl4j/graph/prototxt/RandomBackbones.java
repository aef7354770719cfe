package org.automtl4j.graph.prototxt;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.backbone.Activation;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.ChannelShuffle;
import org.automtl4j.graph.backbone.Clip;
import org.automtl4j.graph.backbone.Concat;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Dropout;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.LeakyRelu;
import org.automtl4j.graph.backbone.PRelu;
import org.automtl4j.graph.backbone.Padding;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Relu6;
import org.automtl4j.graph.backbone.Relu;
import org.automtl4j.graph.backbone.internal.Wiring;

/** Backbones of random layers, wires and odd names; all maps have six channels, so that any two can be joined. */
final class RandomBackbones {
  private static final int CHANNELS = 6;
  private static final List<String> NAMES = List.of("a", "b", "data", "blob1", "", "käse", "quote\"", "back\\slash\\", "line\nbreak\r", "tab\t#", "'",
      "\ud83d\ude00", "\\q\u0001");

  private RandomBackbones() {}

  static Backbone random(RandomStream random) {
    Wiring wiring = new Wiring();
    List<String> tops = new ArrayList<>(List.of("data"));
    for (int i = random.nextInt(12); i >= 0; i--) {
      Layer layer = layer(random);
      List<String> bottoms = layer instanceof Eltwise ? List.of(pick(tops, random), pick(tops, random)) : List.of(pick(tops, random));
      String top = pick(NAMES, random);
      wiring.add(layer, top, bottoms);
      tops.add(top);
    }
    Backbone backbone = Backbone.of(pick(NAMES, random), CHANNELS, wiring.nodes());
    return random.nextInt(2) == 0 ? backbone : withHeaderIfItFits(backbone);
  }

  private static Backbone withHeaderIfItFits(Backbone backbone) {
    try {
      return backbone.withHeader(6, 6);
    } catch (InvalidInputException e) {
      return backbone;
    }
  }

  private static Layer layer(RandomStream random) {
    String name = pick(NAMES, random);
    boolean flag = random.nextInt(2) == 0;
    boolean other = random.nextInt(2) == 0;
    float real = random.nextInt(1000) / 1000f;
    double decimal = Double.parseDouble(Float.toString(real));
    return switch (random.nextInt(15)) {
      case 0 -> new Convolution(name, CHANNELS, 1 + random.nextInt(5), 1 + random.nextInt(3), random.nextInt(4), 1 + random.nextInt(3), 1 + random.nextInt(3),
          flag);
      case 1 -> new BatchNorm(name, decimal, flag ? 0.1 : decimal, flag, other);
      case 2 -> new Relu(name, flag);
      case 3 -> new Relu6(name, flag);
      case 4 -> new Pooling(name, flag ? Pooling.Mode.MAX : Pooling.Mode.AVERAGE, 2 + random.nextInt(4), 1 + random.nextInt(3), random.nextInt(2), other,
          random.nextInt(4) == 0, random.nextInt(2) == 0);
      case 5 -> new Eltwise(name, Eltwise.Operation.values()[random.nextInt(3)]);
      case 6 -> new Dropout(name, decimal);
      case 8 -> new LeakyRelu(name, decimal == 0 ? .5 : decimal, flag);
      case 9 -> new PRelu(name);
      case 10 -> new Clip(name, -decimal, 2);
      case 11 -> new Activation(name, Activation.Function.values()[random.nextInt(4)]);
      case 12 -> new ChannelShuffle(name, 1 + random.nextInt(3));
      case 13 -> new Concat(name);
      case 7 -> new Padding(name, random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
      default -> new InnerProduct(name, CHANNELS, flag);
    };
  }

  private static String pick(List<String> from, RandomStream random) {
    return from.get(random.nextInt(from.size()));
  }
}
