package org.automtl4j.graph.prototxt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.golden.Quirk;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Backbone;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What readers of a layer see after an in-place ReLU: the published code rewrites the layer's output, and with it whatever shares its memory. */
final class LayerQuirks {
  private static final String HEADER = "input_dim: 2 input_dim: 3 input_dim: 8 input_dim: 8 ";
  /** Gives the output of the first convolution on. */
  private static final String READER = "layer { name: \"p\" type: \"Pooling\" bottom: \"c\" top: \"p\" pooling_param { kernel_size: 1 } } ";
  private static final INDArray IMAGES = Nets.random(DataType.FLOAT, 7, 2, 3, 8, 8);

  /** Asserts one probe; fails on one that it does not know. */
  void check(Quirk quirk) {
    switch (quirk.id()) {
      case "layer.relu_slope_ignored" -> {
        Backbone leaky = PrototxtText.read(HEADER + relu("data", "negative_slope: 0.1"));
        quirk.same(smallest(leaky, Stage.COMMON), quirk.result().asDouble());
      }
      case "layer.relu_inplace_rewrites_bottom" -> {
        quirk.same(smallest(rewritten(true), Stage.COMMON), quirk.result().get(0).asDouble());
        assertThat(smallest(rewritten(false), Stage.COMMON)).as("not in place").isNegative();
        assertThat(quirk.result().get(1).asDouble()).isNegative();
      }
      case "layer.relu_inplace_on_data" -> {
        INDArray before = IMAGES.dup();
        assertThat(smallest(PrototxtText.read(HEADER + relu("data", "inplace: true")), Stage.COMMON)).isZero();
        assertThat(quirk.result().get(1).asDouble()).as("published: the caller's smallest number afterwards").isZero();
        assertThat(IMAGES).isEqualTo(before);
        quirk.departs("the caller's images stay as they are");
      }
      case "layer.inplace_through_identity_branch" -> {
        assertThat(quirk.result().get(0).asDouble()).as("published: the smallest number that a reader of the skipped layer's input sees").isZero();
        assertThat(smallest(throughSkip(), Stage.HARD)).isNegative();
        quirk.departs("an in-place ReLU does not reach through a layer that passes its input on");
      }
      default -> throw new AssertionError(quirk.id() + ": no test asserts this probe");
    }
  }

  private static String conv(String name, String bottom) {
    return "layer { name: \"" + name + "\" type: \"Convolution\" bottom: \"" + bottom + "\" top: \"" + name
        + "\" convolution_param { num_output: 3 kernel_size: 1 } } ";
  }

  private static String relu(String bottom, String settings) {
    return "layer { name: \"r\" type: \"ReLU\" bottom: \"" + bottom + "\" top: \"r\" relu_param { " + settings + " } } ";
  }

  /** A convolution, a ReLU, and a reader of the convolution's output, which gives it on. */
  private static Backbone rewritten(boolean inPlace) {
    return PrototxtText.read(HEADER + conv("c", "data") + relu("c", "inplace: " + inPlace) + READER);
  }

  /** A convolution, one that is skipped, an in-place ReLU on that, and a reader of the first. */
  private static Backbone throughSkip() {
    return PrototxtText.read(HEADER + conv("c", "data") + conv("d", "c") + relu("d", "inplace: true") + READER);
  }

  /** The smallest number of the network's output. */
  private static double smallest(Backbone backbone, Stage stage) {
    SuperModel model = SuperModel.builder(backbone).task(Nets.wide("a", backbone), Nets.NO_HEAD).task(Nets.wide("b", backbone), Nets.NO_HEAD).build();
    Nets.randomise(model, 1);
    Optional<Architecture> architecture = stage == Stage.HARD ? Optional.of(Architecture.uniform(model, Branch.SHARED).with("a", 1, Branch.SKIP))
        : Optional.empty();
    TaskGraph graph = TaskGraphs.build(model, stage, List.of("a"), false, 8, 8, architecture);
    String output = graph.features().get("a");
    return Nets.run(graph, Map.of(graph.input(), IMAGES), List.of(output)).get(output).minNumber().doubleValue();
  }
}
