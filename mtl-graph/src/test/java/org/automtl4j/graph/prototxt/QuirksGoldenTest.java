package org.automtl4j.graph.prototxt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.golden.GoldenFolder;
import org.automtl4j.graph.golden.GoldenReport;
import org.junit.jupiter.api.DynamicTest;
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
      Map.entry("parse.blob1_is_data", keeps(HEADER + conv("c", "blob1", "kernel_size: 3 pad: 1"))),
      Map.entry("parse.own_input_name", keeps("input: \"img\" " + HEADER + conv("c", "img", "kernel_size: 3 pad: 1"))),
      Map.entry("parse.no_input_dim", keeps(conv("c", "data", "kernel_size: 3 pad: 1"))),
      Map.entry("parse.input_shape_ignored", keeps("input_shape { dim: 2 dim: 3 dim: 8 dim: 8 } " + conv("c", "data", "kernel_size: 3 pad: 1"))),
      Map.entry("parse.missing_bottom", keeps(HEADER + conv("c", "zz", "kernel_size: 3 pad: 1"))),
      Map.entry("parse.forward_reference", keeps(HEADER + conv("c", "d", "kernel_size: 3 pad: 1") + conv("d", "data", "kernel_size: 3 pad: 1"))),
      Map.entry("parse.unknown_type", keeps(HEADER + "layer { name: \"x\" type: \"Concat\" bottom: \"data\" top: \"x\" }")),
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

  private static String eltwise(String a, String b, String settings) {
    return "layer { name: \"e\" type: \"Eltwise\" bottom: \"" + a + "\" bottom: \"" + b + "\" top: \"e\" " + settings + " } ";
  }

  @TestFactory
  Stream<DynamicTest> everyKnownProbe(@TempDir Path folder) {
    if (!GoldenFolder.has("quirks.json")) {
      return Stream.empty();
    }
    JsonNode probes = GoldenFolder.json(GoldenFolder.root().resolve("quirks.json")).get("probes");
    return StreamSupport.stream(probes.spliterator(), false).filter(p -> PROBES.containsKey(p.get("id").asText()))
        .map(p -> DynamicTest.dynamicTest(p.get("id").asText(), () -> check(p, folder.resolve(p.get("id").asText()))));
  }

  private static void check(JsonNode golden, Path file) throws IOException {
    String id = golden.get("id").asText();
    Probe probe = PROBES.get(id);
    String published = golden.has("error") ? REFUSED : "[" + golden.get("result").get(1) + ", " + golden.get("result").get(2) + ", " + golden.get("result").get(3) + "]";
    String ours = outcome(Files.writeString(file, probe.network()));
    if (probe.departs().isEmpty()) {
      GoldenReport.same("quirks/" + id, golden.get("claim").asText(), ours, published);
    } else {
      assertThat(published).as(id).isNotEqualTo(probe.departs());
      assertThat(ours).as(id).isEqualTo(probe.departs());
      GoldenReport.mended("quirks/" + id, golden.get("claim").asText(), probe.reason());
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
