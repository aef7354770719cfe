package org.automtl4j.graph.prototxt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Relu;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks of the golden data have the layers, wires, depths and channels that the published code gives them. */
class BackboneGoldenTest {

  static Stream<Path> cases() {
    return GoldenFolder.cases("node_types").stream();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void aNetworkIsBuiltAsThePublishedCodeBuildsIt(Path folder) {
    JsonNode golden = GoldenFolder.json(folder.resolve("case.json"));
    Backbone backbone = Prototxt.read(folder.resolve("backbone.prototxt"), UnsupportedFields.IGNORE);
    List<Node> nodes = backbone.nodes();
    String name = GoldenFolder.name(folder);
    GoldenReport.same(name, "types of layers", each(nodes, node -> node.layer().type()), texts(golden.get("node_types")));
    GoldenReport.same(name, "names of layers", each(nodes, node -> node.layer().name()), texts(golden.get("node_names")));
    GoldenReport.same(name, "names of outputs", each(nodes, Node::top), texts(golden.get("node_tops")));
    GoldenReport.same(name, "depths", each(nodes, node -> backbone.depth(node.index(), false)), numbers(golden.get("node_depth")));
    GoldenReport.same(name, "channels", each(nodes, node -> backbone.channels(node.index())), numbers(golden.get("node_out_dim")));
    GoldenReport.same(name, "channels of the feature", backbone.channels(backbone.output().index()), golden.get("feature_channels").asInt());
    GoldenReport.same(name, "inputs of layers", each(nodes, Node::inputs), each(nodes, node -> rectified(nodes, golden.get("node_fathers"), node.index())));
  }

  private static <T> List<T> each(List<Node> nodes, Function<Node, T> what) {
    return nodes.stream().map(what).toList();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void fieldsThatThePublishedCodeIgnoresMakeNoOtherNetworkButAnError(Path folder) throws IOException {
    Path file = folder.resolve("backbone.prototxt");
    try {
      assertThat(Prototxt.parse(Files.readString(file), file.toString())).isEqualTo(Prototxt.read(file, UnsupportedFields.IGNORE));
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageMatching(".*\\.prototxt:\\d+:\\d+: layer \\d+ .*(equal sides|one of the two|no leaky ReLU|no factors|allowed is 1: channels).*");
    }
  }

  /** The golden file names the layer whose output is read; an in-place ReLU in between has rewritten it. */
  private static List<Integer> rectified(List<Node> nodes, JsonNode fathers, int reader) {
    return StreamSupport.stream(fathers.get(reader).spliterator(), false).map(father -> {
      int seen = father.isTextual() ? Node.DATA : father.asInt();
      Set<Integer> storage = new HashSet<>(Set.of(seen));
      for (int i = Math.max(0, seen); i < reader; i++) {
        JsonNode read = fathers.get(i).get(0);
        if (nodes.get(i).layer() instanceof Relu relu && relu.inPlace() && storage.contains(read.isTextual() ? Node.DATA : read.asInt())) {
          storage.add(i);
          seen = i;
        }
      }
      return seen;
    }).toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static List<Integer> numbers(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(i -> array.get(i).asInt()).toList();
  }
}
