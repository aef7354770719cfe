package org.automtl4j.graph.prototxt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.Quirk;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the published reader behaves with odd networks, beside how ours does, fields that it ignores being ignored here too. Where both fail, or give a map of
 * the same shape, that is compared; where ours departs on purpose, what stands in its place.
 */
class QuirksGoldenTest {
  private static final String REFUSED = "refused";
  private static final String HEADER = "input_dim: 2 input_dim: 3 input_dim: 8 input_dim: 8 ";

  /** A network in the published state of mind, and where we depart what ours says to it: a shape without its batch, or that it is refused. */
  private record Probe(String network, String departs, String reason) {}

  private static Probe keeps(String network) {
    return new Probe(network, "", "");
  }

  private static Probe departs(String network, String ours, String reason) {
    return new Probe(network, ours, reason);
  }

  private static final Map<String, Probe> PROBES = Map.ofEntries(
      Map.entry("parse.two_readers_of_data", departs(HEADER + conv("c", "data", "kernel_size: 3 pad: 1") + conv("d", "data", "kernel_size: 3 pad: 1")
          + eltwise("c", "d", ""), "[3, 8, 8]", "the input may have several readers")),
      Map.entry("parse.eltwise_with_data", departs(HEADER + conv("c", "data", "kernel_size: 3 pad: 1") + eltwise("c", "data", ""), "[3, 8, 8]",
          "the input may have several readers")),
      Map.entry("parse.wrong_channels", keeps("input_dim: 9 input_dim: 3 input_dim: 99 input_dim: 1 " + conv("c", "data", "kernel_size: 3 pad: 1"))),
      Map.entry("layer.eltwise_broadcast", keeps(HEADER + conv("c", "data", "kernel_size: 3 pad: 1")
          + pool("global_pooling: true").replace("data", "c") + eltwise("c", "p", ""))),
      Map.entry("layer.linear_after_global_pool", departs(HEADER + pool("global_pooling: true") + linear("p"), "[5, 1, 1]",
          "C x 1 x 1 is flattened, so that a linear layer works after global pooling")),
      Map.entry("layer.linear_width_equals_channels", keeps(HEADER + conv("c", "data", "kernel_size: 3 pad: 1").replace("num_output: 3", "num_output: 8")
          + linear("c"))),
      Map.entry("parse.blob1_is_data", keeps(HEADER + conv("c", "blob1", "kernel_size: 3 pad: 1"))),
      Map.entry("parse.own_input_name", departs("input: \"img\" " + HEADER + conv("c", "img", "kernel_size: 3 pad: 1"),
          "[3, 8, 8]", "the input may have a name of its own, as in Caffe")),
      Map.entry("parse.no_input_dim", keeps(conv("c", "data", "kernel_size: 3 pad: 1"))),
      Map.entry("parse.input_shape_ignored", departs("input_shape { dim: 2 dim: 3 dim: 8 dim: 8 } " + conv("c", "data", "kernel_size: 3 pad: 1"),
          "[3, 8, 8]", "input_shape says what input_dim says, as in Caffe")),
      Map.entry("parse.missing_bottom", keeps(HEADER + conv("c", "zz", "kernel_size: 3 pad: 1"))),
      Map.entry("parse.forward_reference", keeps(HEADER + conv("c", "d", "kernel_size: 3 pad: 1") + conv("d", "data", "kernel_size: 3 pad: 1"))),
      Map.entry("parse.unknown_type", departs(HEADER + "layer { name: \"x\" type: \"Concat\" bottom: \"data\" top: \"x\" }",
          "[3, 8, 8]", "there is a Concat")),
      Map.entry("parse.unknown_field", keeps(HEADER + conv("c", "data", "kernel_size: 3 frobnicate: 1"))),
      Map.entry("parse.list_syntax", keeps(HEADER + conv("c", "data", "kernel_size: [3, 3]"))),
      Map.entry("parse.pool_AVG", keeps(HEADER + pool("pool: AVG kernel_size: 2"))),
      Map.entry("parse.pool_STOCHASTIC", keeps(HEADER + pool("pool: STOCHASTIC kernel_size: 2"))),
      Map.entry("parse.negative_uint", keeps(HEADER + conv("c", "data", "kernel_size: 3 pad: -1"))),
      Map.entry("parse.layers_v1_ignored", keeps(HEADER + "layers { name: \"c\" }")),
      Map.entry("parse.no_kernel", keeps(HEADER + conv("c", "data", "pad: 1 dilation: 2"))),
      Map.entry("parse.no_num_output", keeps(HEADER + "layer { name: \"c\" type: \"Convolution\" bottom: \"data\" top: \"c\" convolution_param { kernel_size: 1 } }")),
      Map.entry("parse.pool_no_kernel", keeps(HEADER + pool(""))),
      Map.entry("parse.pool_default_stride", keeps(HEADER + conv("c", "data", "kernel_size: 3 pad: 1") + pool("kernel_size: 2").replace("data", "c"))),
      Map.entry("parse.pool_pad_too_big", keeps(HEADER + pool("kernel_size: 2 pad: 2"))),
      Map.entry("parse.groups_do_not_divide", keeps(HEADER + conv("c", "data", "kernel_size: 3 pad: 1 group: 2"))),
      Map.entry("layer.eltwise_prod", departs(HEADER + conv("c", "data", "kernel_size: 3 pad: 1") + eltwise("c", "c", "eltwise_param { operation: PROD }"),
          "[3, 8, 8]", "products are computed")),
      Map.entry("layer.eltwise_one_bottom", keeps(HEADER + "layer { name: \"e\" type: \"Eltwise\" bottom: \"data\" top: \"e\" }")),
      Map.entry("layer.eltwise_channels_differ", keeps(HEADER + conv("c", "data", "kernel_size: 3 pad: 1")
          + conv("d", "c", "kernel_size: 3 pad: 1").replace("num_output: 3", "num_output: 4") + eltwise("c", "d", ""))),
      Map.entry("layer.conv_two_bottoms", keeps(HEADER + conv("c", "data", "kernel_size: 3 pad: 1")
          + conv("d", "data\" bottom: \"c", "kernel_size: 1").replace("num_output: 3", "num_output: 2"))));

  private static String conv(String name, String bottom, String settings) {
    return "layer { name: \"" + name + "\" type: \"Convolution\" bottom: \"" + bottom + "\" top: \"" + name + "\" convolution_param { num_output: 3 " + settings
        + " } } ";
  }

  private static String pool(String settings) {
    return "layer { name: \"p\" type: \"Pooling\" bottom: \"data\" top: \"p\" pooling_param { " + settings + " } } ";
  }

  private static String linear(String bottom) {
    return "layer { name: \"l\" type: \"InnerProduct\" bottom: \"" + bottom + "\" top: \"l\" inner_product_param { num_output: 5 } } ";
  }

  private static String eltwise(String a, String b, String settings) {
    return "layer { name: \"e\" type: \"Eltwise\" bottom: \"" + a + "\" bottom: \"" + b + "\" top: \"e\" " + settings + " } ";
  }

  private static final Map<String, Consumer<Quirk>> MEANINGS = Map.of(
      "parse.repeated_scalar_last_wins", quirk -> {
        int kernel = convolution(HEADER + conv("c", "data", "kernel_size: 3 kernel_size: 5")).kernel();
        quirk.same(List.of(kernel, kernel), List.of(quirk.result().get(0).asInt(), quirk.result().get(1).asInt()));
      },
      "parse.top_twice", quirk -> quirk.same(
          PrototxtText.read(HEADER + conv("c", "data", "kernel_size: 1").replace("top: \"c\"", "top: \"p\" top: \"q\"")).output().top(),
          quirk.result().asText()),
      "parse.param_block_twice", quirk -> quirk.same(
          published(HEADER + conv("c", "data", "kernel_size: 3").replace("} }", "} convolution_param { pad: 1 } }")), quirk.result().asText()),
      "parse.kernel_hw_ignored", quirk -> quirk.same(
          published(HEADER + conv("c", "data", "kernel_size: 1 kernel_h: 3 kernel_w: 5 pad_h: 2 stride_h: 2")), quirk.result().asText()),
      "parse.bn_floats", quirk -> {
        BatchNorm norm = (BatchNorm) PrototxtText.read(HEADER + "layer { name: \"b\" type: \"BatchNorm\" bottom: \"data\" top: \"b\" }").output().layer();
        quirk.same(List.of((float) norm.epsilon(), (float) norm.momentum()),
            List.of((float) quirk.result().get(0).asDouble(), (float) quirk.result().get(1).asDouble()));
      },
      "layer.eltwise_three_bottoms", quirk -> {
        String two = HEADER + conv("c", "data", "kernel_size: 1") + conv("d", "c", "kernel_size: 1") + conv("f", "c", "kernel_size: 1");
        List<Integer> three = PrototxtText.read(two + eltwise("c", "d\" bottom: \"f", "")).output().inputs();
        quirk.same(three.equals(PrototxtText.read(two + eltwise("c", "d", "")).output().inputs()), quirk.result().asBoolean());
      },
      "layer.eltwise_coeff_ignored", quirk -> {
        String two = HEADER + conv("c", "data", "kernel_size: 1") + conv("d", "c", "kernel_size: 1");
        Layer factors = PrototxtText.read(two + eltwise("c", "d", "eltwise_param { coeff: 2 coeff: -1 }")).output().layer();
        quirk.same(factors.equals(PrototxtText.read(two + eltwise("c", "d", "")).output().layer()), quirk.result().asBoolean());
      });

  private static Convolution convolution(String network) {
    return (Convolution) PrototxtText.read(network).output().layer();
  }

  /** A convolution as PyTorch prints it, which leaves out what is its default. */
  private static String published(String network) {
    Backbone backbone = PrototxtText.read(network);
    Convolution c = (Convolution) backbone.output().layer();
    String padding = c.pad() == 0 ? "" : ", padding=(" + c.pad() + ", " + c.pad() + ")";
    return "Conv2d(" + backbone.inputChannelsOf(0) + ", " + c.outputs() + ", kernel_size=(" + c.kernel() + ", " + c.kernel() + "), stride=(" + c.stride() + ", "
        + c.stride() + ")" + padding + ")";
  }

  @TestFactory
  Stream<DynamicTest> everyProbeOfBackbones(@TempDir Path folder) {
    return Quirk.of(Quirk.Group.BACKBONE).stream().map(quirk -> DynamicTest.dynamicTest(quirk.id(), () -> {
      if (MEANINGS.containsKey(quirk.id())) {
        MEANINGS.get(quirk.id()).accept(quirk);
      } else if (PROBES.containsKey(quirk.id())) {
        check(quirk, folder.resolve(quirk.id()));
      } else {
        new LayerQuirks().check(quirk);
      }
    }));
  }

  /** Every probe is asserted by a suite of one of the modules, which fails on one that it does not know. */
  @Test
  void noProbeIsLeftOut() {
    assertThat(Quirk.of(Quirk.Group.UNKNOWN)).extracting(Quirk::id).as("probes that no test suite asserts").isEmpty();
  }

  private static void check(Quirk quirk, Path file) throws IOException {
    Probe probe = PROBES.get(quirk.id());
    JsonNode shape = quirk.result().path(0).isArray() ? quirk.result().get(0) : quirk.result();
    String published = quirk.failed() ? REFUSED : "[" + shape.get(1) + ", " + shape.get(2) + ", " + shape.get(3) + "]";
    String ours = outcome(Files.writeString(file, probe.network()));
    if (probe.departs().isEmpty()) {
      quirk.same(ours, published);
    } else {
      assertThat(published).as(quirk.id()).isNotEqualTo(probe.departs());
      assertThat(ours).as(quirk.id()).isEqualTo(probe.departs());
      quirk.departs(probe.reason());
    }
  }

  private static String outcome(Path network) {
    try {
      Backbone backbone = Prototxt.read(network, UnsupportedFields.IGNORE);
      Node output = backbone.output();
      Shape shape = backbone.shapes(8, 8).get(output.index());
      return "[" + shape.channels() + ", " + shape.height() + ", " + shape.width() + "]";
    } catch (InvalidInputException e) {
      return REFUSED;
    }
  }
}
