package org.automtl4j.graph.prototxt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.ChannelSlice;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.LeakyRelu;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.prototxt.internal.BackboneReader;
import org.automtl4j.graph.prototxt.internal.NotedBackbone;
import org.automtl4j.graph.prototxt.internal.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files of Caffe's have that files of AutoMTL's have not. */
class CaffeHabitsTest {
  private static final String INPUT = "layer { name: \"in\" type: \"Input\" top: \"image\" input_param { shape: { dim: 1 dim: 3 dim: 33 dim: 33 } } }\n";
  @TempDir private Path folder;

  private static String conv(String name, String bottom, int outputs) {
    return "layer { name: \"" + name + "\" type: \"Convolution\" bottom: \"" + bottom + "\" top: \"" + name + "\" convolution_param { num_output: " + outputs + " kernel_size: 3 pad: 1 } }\n";
  }

  private static String layer(String type, String bottom, String top, String settings) {
    return "layer { name: \"" + top + "." + type + "\" type: \"" + type + "\" bottom: \"" + bottom.replace(" ", "\" bottom: \"") + "\" top: \"" + top.replace(" ", "\" top: \"") + "\" " + settings + " }\n";
  }

  private static NotedBackbone read(String text) {
    return BackboneReader.readNoting(SourceText.of("net", text), UnsupportedFields.REFUSE);
  }

  private static NotedBackbone converted(String text) {
    return BackboneReader.convert(SourceText.of("net", text), Optional.empty()).noted();
  }

  private static List<String> types(NotedBackbone read) {
    return read.backbone().nodes().stream().map(node -> node.layer().type()).toList();
  }

  @Test
  void imagesAreSaidInManyWays() {
    for (String input : List.of(INPUT, "input: \"image\" input_shape { dim: 1 dim: 3 dim: 33 dim: 33 }\n", "input: \"image\" input_dim: 1 input_dim: 3 input_dim: 33 input_dim: 33\n",
        "layer { name: \"d\" type: \"MemoryData\" top: \"image\" top: \"label\" memory_data_param { batch_size: 1 channels: 3 height: 33 width: 33 } }\n",
        "layer { name: \"d\" type: \"Data\" top: \"image\" top: \"label\" include { phase: TEST } transform_param { crop_size: 33 } }\n")) {
      NotedBackbone read = read(input + conv("c1", "image", 8));
      assertThat(read.backbone().headerShape()).as(input).contains(new Shape(3, 33, 33));
      assertThat(read.backbone().parameters()).isEqualTo(224);
      assertThat(read.backbone().nodes().get(0).inputs()).containsExactly(Node.DATA);
      assertThat(read.remarks()).anyMatch(remark -> remark.contains("looks like a file of Caffe's"));
    }
  }

  @Test
  void aScaleBelongsToTheBatchNormBeforeIt() {
    String norm = layer("BatchNorm", "c1", "c1", "param { lr_mult: 0 } param { lr_mult: 0 } param { lr_mult: 0 } batch_norm_param { use_global_stats: true moving_average_fraction: 0.99 }");
    NotedBackbone read = read(INPUT + conv("c1", "image", 8) + norm + layer("Scale", "c1", "c1", "scale_param { bias_term: true }") + layer("ReLU", "c1", "c1", ""));
    assertThat(types(read)).containsExactly("Convolution", "BatchNorm", "ReLU");
    assertThat(read.backbone().parameters()).isEqualTo(240);
    assertThat(((BatchNorm) read.backbone().nodes().get(1).layer()).momentum()).isEqualTo(.01);
    NotedBackbone alone = converted(INPUT + conv("c1", "image", 8) + layer("BatchNorm", "c1", "c1", ""));
    assertThat(((BatchNorm) alone.backbone().output().layer()).affine()).as("Caffe's only normalises").isFalse();
    NotedBackbone scaled = read(INPUT + conv("c1", "image", 8) + layer("Scale", "c1", "s", "scale_param { bias_term: true }"));
    assertThat(scaled.backbone().output().layer()).isEqualTo(new Convolution("s.Scale", 8, 1, 1, 0, 1, 8, true));
    NotedBackbone without = read(INPUT + conv("c1", "image", 8) + norm + layer("Scale", "c1", "c1", ""));
    assertThat(without.remarks()).anyMatch(remark -> remark.contains("has a shift that its Scale"));
  }

  @Test
  void aScaleOfTwoMapsIsAGate() {
    String gate = layer("Pooling", "c1", "p", "pooling_param { pool: AVE global_pooling: true }") + layer("Sigmoid", "p", "g", "") + layer("Scale", "c1 g", "s", "scale_param { axis: 0 }");
    NotedBackbone read = read(INPUT + conv("c1", "image", 8) + gate);
    assertThat(read.backbone().output().layer()).isEqualTo(new Eltwise("s.Scale", Eltwise.Operation.PROD));
    assertThat(read.backbone().shapes(33, 33).get(3)).isEqualTo(new Shape(8, 33, 33));
  }

  @Test
  void phasesSplitsSlicesAndLeakyRelusAreUnderstood() {
    NotedBackbone read = read(INPUT + conv("c1", "image", 8) + layer("Dropout", "c1", "c1", "include { phase: TRAIN }") + layer("Split", "c1", "a b", "") + layer("Slice", "a", "s t", "")
        + layer("ReLU", "s", "s", "relu_param { negative_slope: 0.1 }") + layer("Concat", "s t b", "j", "") + layer("Softmax", "j", "prob", "")
        + layer("Accuracy", "prob label", "accuracy", "include { phase: TEST }"));
    assertThat(types(read)).containsExactly("Convolution", "ChannelSlice", "ChannelSlice", "ReLU", "Concat");
    assertThat(read.backbone().nodes().get(2).layer()).isEqualTo(new ChannelSlice("s t.Slice.1", 4, 8));
    assertThat(read.backbone().nodes().get(3).layer()).isEqualTo(new LeakyRelu("s.ReLU", .1, false));
    assertThat(read.backbone().channels(4)).isEqualTo(16);
    assertThat(read.remarks()).anyMatch(remark -> remark.startsWith("the classifier's end was cut off: prob.Softmax (Softmax), accuracy.Accuracy (Accuracy)"));
    assertThatThrownBy(() -> read(INPUT + conv("c1", "image", 8) + layer("Softmax", "c1", "p", "") + layer("ReLU", "p", "r", ""))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found type \"Softmax\"");
    assertThatThrownBy(() -> read(INPUT + conv("c1", "image", 8) + layer("Slice", "c1", "s t u", ""))).hasMessageContaining("has 3 tops and 0 slice_points for 8 channels");
  }

  @Test
  void poolingRoundsUpWhereAFileIsConverted() {
    String text = INPUT + conv("c1", "image", 8) + layer("Pooling", "c1", "p", "pooling_param { kernel_size: 2 stride: 2 }");
    assertThat(((Pooling) converted(text).backbone().output().layer()).ceil()).isTrue();
    assertThat(converted(text).backbone().shapes(33, 33).get(1)).isEqualTo(new Shape(8, 17, 17));
    assertThat(read(text).remarks()).anyMatch(remark -> remark.contains("would be 17x17 in Caffe"));
    assertThat(converted(text.replace("stride: 2", "stride: 2 round_mode: FLOOR")).backbone().shapes(33, 33).get(1)).isEqualTo(new Shape(8, 16, 16));
  }

  @Test
  void layersInPlaceOfTheInputAreRead() {
    NotedBackbone read = read("input: \"data\" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }\n" + layer("BatchNorm", "data", "data", "batch_norm_param { use_global_stats: true }") + conv("c1", "data", 4));
    assertThat(types(read)).containsExactly("BatchNorm", "Convolution");
    assertThat(read.backbone().nodes().get(1).inputs()).containsExactly(0);
    assertThat(Prototxt.parse(Prototxt.write(read.backbone()), "written")).isEqualTo(read.backbone());
  }

  @Test
  void filesOfBefore2014AreRead() {
    NotedBackbone read = read("input: \"data\" input_dim: 1 input_dim: 3 input_dim: 32 input_dim: 32\n"
        + "layers { name: \"c\" type: CONVOLUTION bottom: \"data\" top: \"c\" blobs_lr: 1 weight_decay: 1 convolution_param { num_output: 8 kernel_size: 3 pad: 1 } }\n"
        + "layers { name: \"r\" type: RELU bottom: \"c\" top: \"c\" }\nlayers { name: \"f\" type: INNER_PRODUCT bottom: \"c\" top: \"f\" inner_product_param { num_output: 5 } }\n"
        + "layers { name: \"p\" type: SOFTMAX bottom: \"f\" top: \"p\" }\n");
    assertThat(types(read)).containsExactly("Convolution", "ReLU", "Convolution");
    assertThat(read.backbone().parameters()).isEqualTo(8 * 27 + 8 + 5 * 8 * 32 * 32 + 5);
    assertThat(read.remarks()).anyMatch(remark -> remark.contains("layer f reads a map of 32x32"));
  }

  @Test
  void commentsMayBeInAnyEncodingAndOtherFilesAreToldApart() throws IOException {
    byte[] text = ("# \u00e4\u00f6 comment\n" + INPUT + conv("c1", "image", 8)).getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Prototxt.read(Files.write(folder.resolve("net.prototxt"), text)).nodes()).hasSize(1);
    Path onnx = Files.write(folder.resolve("net.onnx"), new byte[] {8, 8, (byte) 0xff});
    assertThatThrownBy(() -> Prototxt.read(onnx)).isInstanceOf(InvalidInputException.class).hasMessageContaining("is an ONNX file").hasMessageContaining("automtl import backbone");
    Path model = Files.write(folder.resolve("net.caffemodel"), new byte[] {1, 2});
    assertThatThrownBy(() -> Prototxt.read(model)).hasMessageContaining("--weights");
    Path pointer = Files.writeString(folder.resolve("lfs.prototxt"), "version https://git-lfs.github.com/spec/v1\n");
    assertThatThrownBy(() -> Prototxt.read(pointer)).hasMessageContaining("pointer of Git LFS");
  }
}
