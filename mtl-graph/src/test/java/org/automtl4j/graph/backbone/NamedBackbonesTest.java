package org.automtl4j.graph.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.graph.prototxt.Prototxt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NamedBackbonesTest {
  private static final Path MODELS = Path.of("..", "models");

  @Test
  void everyFileOfTheFolderIsFoundByName() throws IOException {
    try (Stream<Path> files = Files.list(MODELS)) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".prototxt")).map(file -> file.replace(".prototxt", "")))
          .containsExactlyInAnyOrderElementsOf(Backbone.names());
    }
  }

  static Stream<String> names() {
    return Backbone.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aBackboneIsWrittenAsItsFileSaysIt(String name) throws IOException {
    String file = Files.readAllLines(MODELS.resolve(name + ".prototxt")).stream().filter(line -> !line.startsWith("#"))
        .collect(Collectors.joining("\n", "", "\n"));
    Backbone backbone = Backbone.named(name);
    assertThat(backbone.name()).isEqualTo(name);
    assertThat(Prototxt.write(backbone)).isEqualTo(file);
  }

  static Stream<JsonNode> published() {
    JsonNode models = GoldenFolder.json(GoldenFolder.root().resolve("model/full_models.json")).get("models");
    assertThat(models).isNotEmpty();
    return StreamSupport.stream(models.spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("published")
  void aPublishedBackboneHasThePublishedTensors(JsonNode golden) throws NoSuchAlgorithmException {
    Backbone backbone = Backbone.named(golden.get("model").asText());
    PublishedState state = new PublishedState(backbone, StreamSupport.stream(golden.get("tasks").spliterator(), false).map(JsonNode::asText).toList());
    assertThat(backbone.nodes()).hasSize(golden.get("nodes").asInt());
    assertThat(backbone.nodes().stream().filter(node -> node.layer() instanceof Convolution)).hasSize(golden.get("conv_nodes").asInt());
    assertThat(backbone.nodes().stream().mapToInt(node -> backbone.depth(node.index(), false)).max()).hasValue(golden.get("max_depth").asInt());
    assertThat(state.entries()).isEqualTo(golden.get("state_entries").asInt());
    assertThat(state.parameters()).isEqualTo(golden.get("param_count").asLong());
    assertThat(state.digest()).isEqualTo(golden.get("state_digest").asText());
    JsonNode input = golden.get("input");
    JsonNode output = golden.get("runs").get(0).get("shape");
    assertThat(backbone.shapes(input.get(2).asInt(), input.get(3).asInt())).last()
        .isEqualTo(new Shape(output.get(1).asInt(), output.get(2).asInt(), output.get(3).asInt()));
  }

  @Test
  void theResNetsOfDeepLabDifferInTheirWiresButNotInTheirSizes() {
    Backbone plain = Backbone.named("deeplab_resnet34");
    Backbone adashare = Backbone.named("deeplab_resnet34_adashare");
    assertThat(plain.shapes(224, 224)).last().isEqualTo(new Shape(512, 29, 29)).isEqualTo(adashare.shapes(224, 224).get(121));
    assertThat(plain.parameters()).isEqualTo(adashare.parameters());
    assertThat(plain.nodes()).noneMatch(node -> node.layer() instanceof Relu relu && relu.inPlace());
    assertThat(plain.nodes().get(9).inputs()).containsExactly(8, 3);
    assertThat(adashare.nodes().get(9).inputs()).containsExactly(3, 8);
  }

  @Test
  void theDemoIsSmall() {
    Backbone demo = Backbone.named("demo");
    List<Convolution> convolutions = demo.nodes().stream().filter(node -> node.layer() instanceof Convolution).map(node -> (Convolution) node.layer()).toList();
    assertThat(convolutions).hasSize(11).allMatch(c -> c.kernel() == 3 && !c.bias());
    assertThat(convolutions.stream().filter(c -> c.stride() == 2)).hasSize(2);
    assertThat(convolutions.stream().filter(c -> c.dilation() == 2)).hasSize(4);
    assertThat(demo.nodes().stream().filter(node -> node.layer() instanceof Convolution).mapToLong(node -> demo.parameters(node.index())).sum())
        .isEqualTo(124_848);
    assertThat(demo.shapes(48, 48)).last().isEqualTo(new Shape(48, 12, 12));
  }

  @Test
  void aResNet18HasThePapersMultiplyAdds() {
    Backbone resnet = Backbone.named("resnet18");
    assertThat(resnet.shapes(224, 224)).last().isEqualTo(new Shape(512, 7, 7));
    assertThat(resnet.multiplyAdds(224, 224)).isEqualTo(1_813_561_344L);
    assertThat(resnet.parameters()).isEqualTo(11_176_512L);
  }

  /** Parameters and multiply-adds are those of torchvision's models without their classifiers (0.14, convolutions only, an image of 224x224). */
  @ParameterizedTest
  @CsvSource({
    "resnet50, 53, 53, 49, 16, 2048, 7, 23508032, 4087136256",
    "mobilenetv2_relu6, 52, 52, 35, 10, 1280, 7, 2223872, 299494272",
    // The last stage reads maps of 28x28 where VGG-16 has 14x14: three convolutions of 512 * 512 * 9 * 196 multiply-adds, four times as many.
    "vgg16, 13, 0, 13, 0, 512, 28, 14714688, 19508428800",
    "vgg16_largefov, 13, 13, 13, 0, 512, 28, 14718912, 19508428800",
  })
  void theOthersHaveTheLayersAndSizesOfTheirPapers(
      String name, int convolutions, int norms, int rectifiers, int sums, int channels, int side, long parameters, long multiplyAdds) {
    Backbone backbone = Backbone.named(name);
    Map<String, Long> types = backbone.nodes().stream().collect(Collectors.groupingBy(node -> node.layer().type(), Collectors.counting()));
    assertThat(types.get("Convolution")).isEqualTo(convolutions);
    assertThat(types.getOrDefault("BatchNorm", 0L)).isEqualTo(norms);
    assertThat(types.get(name.equals("mobilenetv2_relu6") ? "ReLU6" : "ReLU")).isEqualTo(rectifiers);
    assertThat(types.getOrDefault("Eltwise", 0L)).isEqualTo(sums);
    assertThat(backbone.shapes(224, 224)).last().isEqualTo(new Shape(channels, side, side));
    assertThat(backbone.parameters()).isEqualTo(parameters);
    assertThat(backbone.multiplyAdds(224, 224)).isEqualTo(multiplyAdds);
  }

  @Test
  void aWrongNameListsTheKnownOnes() {
    assertThatThrownBy(() -> Backbone.named("mobilenet")).isInstanceOf(InvalidInputException.class)
        .hasMessage("found backbone \"mobilenet\", allowed is one of deeplab_resnet34, deeplab_resnet34_adashare, demo, demo_narrow, mnasnet, mobilenetv2, "
            + "mobilenetv2_relu6, resnet18, resnet50, vgg16, vgg16_largefov, did you mean mobilenetv2?");
    assertThatThrownBy(() -> Backbone.resolve("no/such.prototxt")).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("allowed is a prototxt file that exists, or one of deeplab_resnet34,");
    assertThatThrownBy(() -> Backbone.resolve("a\0b")).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aNameOrAFileIsResolved(@TempDir Path folder) {
    Path file = folder.resolve("copy.prototxt");
    Prototxt.write(Backbone.named("demo"), file);
    assertThat(Backbone.resolve(file.toString())).isEqualTo(Backbone.resolve("demo"));
  }
}
