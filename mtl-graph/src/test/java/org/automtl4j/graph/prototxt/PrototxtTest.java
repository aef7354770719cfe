package org.automtl4j.graph.prototxt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Relu6;
import org.automtl4j.graph.backbone.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the published reader does with odd networks, kept or mended. */
class PrototxtTest {
  private static final String HEADER = "input_dim: [1, 3]\n";

  static String layer(String type, String bottoms, String top, String settings) {
    StringBuilder text = new StringBuilder("layer { name: \"" + top + "\" type: \"" + type + "\" top: \"" + top + "\"");
    for (String bottom : bottoms.split(",")) {
      text.append(" bottom: \"").append(bottom).append('"');
    }
    return text + " " + settings + " }\n";
  }

  private static String conv(String bottom, String top, String settings) {
    return layer("Convolution", bottom, top, "convolution_param { num_output: 3 kernel_size: 3 pad: 1 " + settings + " }");
  }

  private static List<Node> nodes(String... layers) {
    return Prototxt.parse(HEADER + String.join("", layers), "net").nodes();
  }

  @Test
  void twoLayersMayReadTheInputAndBlob1IsTheInputToo() {
    List<Node> nodes = nodes(conv("data", "a", ""), conv("blob1", "b", ""), layer("Eltwise", "a,data", "c", ""));
    assertThat(nodes).extracting(Node::inputs).containsExactly(List.of(Node.DATA), List.of(Node.DATA), List.of(0, Node.DATA));
  }

  @Test
  void dataBesideAnotherBottomIsALayerOfThatNameIfThereIsOne() {
    assertThat(nodes(conv("data", "data", ""), conv("data", "b", ""), layer("Eltwise", "b,data", "c", ""))).extracting(Node::inputs)
        .containsExactly(List.of(Node.DATA), List.of(Node.DATA), List.of(1, 0));
  }

  @Test
  void aNameMeansTheLatestEarlierLayer() {
    assertThat(nodes(conv("data", "x", ""), conv("x", "x", ""), conv("x", "y", ""), conv("data", "x", ""), layer("Eltwise", "x,y", "z", "")))
        .extracting(Node::inputs).containsExactly(List.of(Node.DATA), List.of(0), List.of(1), List.of(Node.DATA), List.of(3, 2));
  }

  @Test
  void behindAnInPlaceReluItsBottomIsRectified() {
    assertThat(nodes(conv("data", "a", ""), conv("a", "early", ""), layer("ReLU", "a", "b", "relu_param { inplace: true }"), layer("Eltwise", "a,early", "c",
        "")))
        .extracting(Node::inputs).containsExactly(List.of(Node.DATA), List.of(0), List.of(0), List.of(2, 1));
    assertThat(nodes(conv("data", "a", ""), layer("ReLU", "a", "b", ""), layer("Eltwise", "a,b", "c", ""))).last().extracting(Node::inputs).isEqualTo(List.of(0,
        1));
  }

  @Test
  void inPlaceLayersBehindOneAnotherAreFollowed() {
    String inPlace = "relu_param { inplace: true }";
    assertThat(nodes(conv("data", "a", ""), layer("ReLU", "a", "a", inPlace), layer("ReLU6", "a", "c", inPlace), conv("a", "d", ""))).last()
        .extracting(Node::inputs).isEqualTo(List.of(2));
  }

  @Test
  void bottomsThatALayerDoesNotTakeAreIgnoredAsPublished() {
    String net = HEADER + conv("data", "a", "") + conv("data", "b", "") + conv("b,a", "c", "") + layer("Eltwise", "a,b,c", "d", "");
    assertThat(PrototxtText.read(net).nodes()).extracting(Node::bottoms)
        .containsExactly(List.of("data"), List.of("data"), List.of("b"), List.of("a", "b"));
  }

  @Test
  void givenTwiceAFieldReplacesAndAMessageAddsAsPublished() {
    String net = "layer { type: \"Convolution\" bottom: \"data\" top: \"p\"@ convolution_param { num_output: 2 kernel_size: 5 }"
        + " convolution_param { kernel_size: 3 stride: 2 } }";
    assertThat(PrototxtText.read(HEADER + net.replace("@", " top: \"q\"")).output().top()).isEqualTo("q");
    Node node = PrototxtText.read(HEADER + net.replace("@", "")).output();
    assertThat(node.layer()).isEqualTo(new Convolution("", 2, 3, 2, 0, 1, 1, true));
  }

  @Test
  void theDefaultsAreThoseOfTheFormat() {
    assertThat(nodes(layer("BatchNorm", "data", "b", "")).get(0).layer()).isEqualTo(new BatchNorm("b", 1e-5, 0.1, true, true));
    assertThat(nodes(layer("Pooling", "data", "p", "pooling_param { kernel_size: 2 }")).get(0).layer())
        .isEqualTo(new Pooling("p", Pooling.Mode.MAX, 2, 1, 0, false, false));
    assertThat(nodes(layer("Pooling", "data", "p", "pooling_param { kernel_size: 9 stride: 3 pool: 1 round_mode: CEIL global_pooling: t }")).get(0).layer())
        .isEqualTo(new Pooling("p", Pooling.Mode.AVERAGE, 0, 1, 0, false, true));
    assertThat(nodes(layer("Eltwise", "data,data", "e", "")).get(0).layer()).isEqualTo(new Eltwise("e", Eltwise.Operation.SUM));
    assertThat(nodes(layer("ReLU6", "data", "r", "")).get(0).layer()).isEqualTo(new Relu6("r", false));
  }

  @Test
  void fieldsWithoutInfluenceAreAccepted() {
    assertThat(nodes(layer("Convolution", "data", "a",
        "phase: TEST include { phase: TEST } param { lr_mult: 2 } concat_param { axis: 7 } convolution_param { num_output: 3"
        + " kernel_size: 3 kernel_h: 3 stride_h: 1 stride_w: 1 axis: 1 engine: CAFFE weight_filler { type: \"xavier\" } }"))).hasSize(1);
    assertThat(nodes(layer("Eltwise", "data,data", "e", "eltwise_param { coeff: 1 coeff: 1 stable_prod_grad: false }"))).hasSize(1);
  }

  @Test
  void equalSidesMayBeGivenOneByOne() {
    assertThat(nodes(layer("Convolution", "data", "a", "convolution_param { num_output: 3 kernel_h: 5 kernel_w: 5 pad_h: 2 pad_w: 2 stride_h: 2 stride_w: 2 }"))
        .get(0).layer())
        .isEqualTo(new Convolution("a", 3, 5, 2, 2, 1, 1, true));
  }

  @Test
  void theHeadersSizeIsCheckedAndKept() {
    Backbone backbone = Prototxt.parse("input_dim: [10, 3, 6, 8]" + conv("data", "a", "stride: 2"), "net");
    assertThat(backbone.headerShape()).contains(new Shape(3, 6, 8));
    assertThat(Prototxt.parse("input_dim: [10, 3, -1, 0]" + conv("data", "a", ""), "net").headerShape()).isEmpty();
    assertThatThrownBy(() -> Prototxt.parse("input_dim: [1, 3, 4, 4]\n" + conv("data", "a", "") + conv("a", "b", "stride: 2") + layer("Eltwise", "a,b", "c",
        ""), "net"))
        .isInstanceOf(InvalidInputException.class).hasMessage("net:4:1: layer 2 (c, Eltwise): joins inputs of different shapes: 3x4x4 (a) and 3x2x2 (b)");
  }

  @Test
  void aFileIsReadAndWritten(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("net.prototxt");
    Files.writeString(file, HEADER + "name: 'näme'" + conv("data", "ö", ""));
    Backbone backbone = Backbone.read(file);
    Prototxt.write(backbone, file);
    assertThat(Files.readString(file, StandardCharsets.UTF_8)).contains("\"näme\"");
    assertThat(Backbone.read(file)).isEqualTo(backbone);
  }

  @Test
  void namesThatDoNotSayTheWiresCannotBeWritten() {
    Node node = new Node(0, new Relu6("r", false), "r", List.of("x"), List.of(Node.DATA));
    assertThatThrownBy(() -> Prototxt.write(Backbone.of("net", 3, List.of(node)))).isInstanceOf(IllegalArgumentException.class);
  }
}
