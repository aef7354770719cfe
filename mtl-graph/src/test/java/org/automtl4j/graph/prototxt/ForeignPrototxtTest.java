package org.automtl4j.graph.prototxt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.prototxt.internal.BackboneReader;
import org.automtl4j.graph.prototxt.internal.NotedBackbone;
import org.automtl4j.graph.prototxt.internal.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that mean another network elsewhere are refused with all their faults, or read with a remark; never as something else in silence. */
class ForeignPrototxtTest {
  private static final String HEADER = "name: \"t\"\ninput_dim: [1, 3, 33, 33]\n";
  private static final String C1 = conv("c1", "data", "num_output: 8 kernel_size: 3 pad: 1");

  @TempDir private Path folder;

  private static String conv(String name, String bottom, String settings) {
    return "layer { name: \"" + name + "\" type: \"Convolution\" bottom: \"" + bottom + "\" top: \"" + name + "\" convolution_param { " + settings + " } }\n";
  }

  private static String pool(String settings) {
    return "layer { name: \"p\" type: \"Pooling\" bottom: \"c1\" top: \"p\" pooling_param { kernel_size: 2 stride: 2 " + settings + " } }\n";
  }

  private static NotedBackbone read(String layers) {
    return BackboneReader.readNoting(SourceText.of("net", HEADER + layers), UnsupportedFields.REFUSE);
  }

  private static void refused(String layers, String message) {
    assertThatThrownBy(() -> read(layers)).isInstanceOf(InvalidInputException.class).hasMessage(message);
  }

  @Test
  void aThirdInputIsRefused() {
    String three = C1 + conv("c2", "c1", "num_output: 8 kernel_size: 1") + conv("c3", "c1", "num_output: 8 kernel_size: 1")
        + "layer { name: \"e\" type: \"Eltwise\" bottom: \"c1\" bottom: \"c2\" bottom: \"c3\" top: \"e\" }";
    refused(three, "net:6:1: layer 3 (e, Eltwise): has 3 bottoms (c1, c2, c3), takes 2; join more maps by several Eltwise layers, one after the other");
    assertThat(BackboneReader.readNoting(SourceText.of("net", HEADER + three), UnsupportedFields.IGNORE).backbone().output().inputs()).containsExactly(0, 1);
    refused(C1 + conv("c2", "c1\" bottom: \"data", "num_output: 8 kernel_size: 1"), "net:4:1: layer 1 (c2, Convolution): has 2 bottoms (c1, data), takes 1");
  }

  @Test
  void aSecondOutputIsRefused() {
    refused(C1.replace("top: \"c1\"", "top: \"c1\" top: \"mask\""), "net:3:1: layer 0 (c1, Convolution): has 2 tops (\"c1\", \"mask\"), has one here");
  }

  @Test
  void sidesThatAreGivenOneAfterTheOtherMustBeEqual() {
    refused(conv("c", "data", "num_output: 8 kernel_size: 1 kernel_size: 3"),
        "net:3:112: layer 0 (c, Convolution): kernel is 1 high and 3 wide, allowed are equal sides: one kernel_size");
    refused(conv("c", "data", "num_output: 8 kernel_size: 3 stride:1 stride : 2"),
        "net:3:121: layer 0 (c, Convolution): stride is 1 high and 2 wide, allowed are equal sides: one stride");
    assertThat(((Convolution) read(conv("c", "data", "num_output: 8 kernel_size: 3 kernel_size: 3 pad: 1")).backbone().output().layer()).kernel()).isEqualTo(3);
  }

  @Test
  void fieldsThatAreGivenTwiceWithOtherValuesAreRefused() {
    refused(conv("c", "data", "num_output: 8 kernel_size: 3 num_output: 16"), "net:3:112: layer 0 (c, Convolution): num_output is 8 and 16, allowed is one of them");
    assertThatThrownBy(() -> read(C1 + pool("pool: MAX pool: AVE"))).hasMessageStartingWith("net:4:").hasMessageEndingWith("layer 1 (p, Pooling): pool is MAX and AVE, allowed is one of them");
    assertThatThrownBy(() -> read(C1.replace("type:", "type: \"ReLU\" type:"))).hasMessageContaining("type is \"ReLU\" and \"Convolution\"");
    assertThatThrownBy(() -> read(C1.replace("} }", "} convolution_param { num_output: 4 } }"))).hasMessageContaining("and 4, allowed is one of them");
    assertThat(((Convolution) read(conv("c", "data", "num_output: 8 kernel_size: 3 num_output: 8")).backbone().output().layer()).outputs()).isEqualTo(8);
    Backbone published = BackboneReader.readNoting(SourceText.of("net", HEADER + conv("c", "data", "num_output: 8 kernel_size: 3 num_output: 16")), UnsupportedFields.IGNORE).backbone();
    assertThat(((Convolution) published.output().layer()).outputs()).isEqualTo(16);
  }

  @Test
  void allLayersThatThereAreNotStandInOneMessage() {
    String layers = C1 + "layer { name: \"n\" type: \"LRN\" bottom: \"c1\" top: \"n\" lrn_param { local_size: 5 } }\n"
        + "layer { name: \"r\" type: \"ELU\" bottom: \"n\" top: \"n\" }\n" + "layer { name: \"prob\" type: \"TanH\" bottom: \"n\" top: \"prob\" }\n";
    assertThatThrownBy(() -> read(layers)).isInstanceOf(InvalidInputException.class).hasMessageStartingWith("net:4:19: layer 1 (n): found type \"LRN\", allowed is Convolution")
        .hasMessageContaining("; also at line:column 5:19: layer 2 (r): found type \"ELU\"").hasMessageContaining("; 6:22: layer 3 (prob): found type \"TanH\"").message().doesNotContain("did you mean");
  }

  @Test
  void allFieldsAndValuesThatThereAreNotStandInOneMessage() {
    String layers = conv("c1", "data", "num_output: 8 kernel_size: 3 hole: 2") + pool("pool: MAX ceil_mode: false") + conv("c2", "p", "num_output: 8 kernel_size: 3 engine: INTEL");
    assertThatThrownBy(() -> read(layers)).isInstanceOf(InvalidInputException.class).hasMessageStartingWith("net:3:114: found hole")
        .hasMessageContaining("; also at line:column 4:108: found ceil_mode").hasMessageContaining("; 5:119: found INTEL, allowed is DEFAULT, CAFFE, CUDNN");
  }

  @Test
  void faultsOfFieldsAndOfLayersStandTogether() {
    assertThatThrownBy(() -> read(conv("c1", "data", "kernel_size: 3 foreign { a: 1 b { c: \"}\" } }") + pool("pool: STOCHASTIC"))).isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("net:3:").hasMessageContaining("found foreign").hasMessageContaining("also at line:column 4:").hasMessageContaining("pool is STOCHASTIC");
  }

  @Test
  void poolingThatCaffeRoundsUpIsRemarkedAndOnlyThen() {
    NotedBackbone down = read(C1 + pool(""));
    assertThat(down.backbone().shapes(33, 33).get(1)).isEqualTo(new Shape(8, 16, 16));
    assertThat(down.remarks()).containsExactly("layer p would be 17x17 in Caffe, which rounds up; here it is 16x16. round_mode: CEIL rounds up, round_mode: FLOOR says that down is meant");
    NotedBackbone up = read(C1 + pool("round_mode: CEIL"));
    assertThat(up.backbone().shapes(33, 33).get(1)).isEqualTo(new Shape(8, 17, 17));
    assertThat(up.remarks()).isEmpty();
    assertThat(read(C1 + pool("round_mode: FLOOR")).remarks()).isEmpty();
    assertThat(read((C1 + pool("")).replace("kernel_size: 2 stride: 2", "kernel_size: 3 stride: 3")).remarks()).isEmpty();
  }

  @Test
  void whatWeWriteIsReadWithoutARemark() {
    Backbone down = read(C1 + pool("")).backbone();
    NotedBackbone again = BackboneReader.readNoting(SourceText.of("net", Prototxt.write(down)), UnsupportedFields.REFUSE);
    assertThat(again.backbone()).isEqualTo(down);
    assertThat(again.remarks()).isEmpty();
  }

  @Test
  void layersThatFeedNothingDoNotCount() throws IOException {
    String layers = C1 + conv("c2", "c1", "num_output: 8 kernel_size: 3 stride: 2 pad: 1") + conv("aux", "c1", "num_output: 2 kernel_size: 1");
    NotedBackbone read = read(layers);
    assertThat(read.backbone().nodes()).extracting(node -> node.layer().name()).containsExactly("c1", "aux");
    assertThat(read.backbone().output().inputs()).containsExactly(0);
    assertThat(read.backbone().headerShape()).contains(new Shape(3, 33, 33));
    assertThat(read.remarks()).containsExactly("c2 feeds nothing and does not count: the output is the last layer of the file, aux");
    Path file = Files.writeString(folder.resolve("net.prototxt"), HEADER + layers);
    assertThat(Prototxt.read(file).nodes()).hasSize(2);
    assertThat(Prototxt.read(file, UnsupportedFields.IGNORE).nodes()).hasSize(3);
    assertThat(Prototxt.parse(HEADER + layers, "stored").nodes()).hasSize(3); // files of models keep the places of their layers
  }
}
