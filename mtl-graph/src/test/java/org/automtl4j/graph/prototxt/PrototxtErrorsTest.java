package org.automtl4j.graph.prototxt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrototxtErrorsTest {
  private static final String TYPES = "Convolution, BatchNorm, ReLU, ReLU6, PReLU, Sigmoid, Swish, HardSigmoid, HardSwish, Clip, Pooling, Padding, Concat, Eltwise, ChannelSlice, "
      + "ShuffleChannel, Dropout, InnerProduct";

  /** The second line of a file, with a sign {@code @} at the place where its mistake is, or without one at its start; and the message. */
  static Stream<Arguments> mistakes() {
    return Stream.of(
        layer("@type: \"LRN\"", "layer 0: found type \"LRN\", allowed is " + TYPES),
        layer("name: \"x\" @type: \"Convolutoin\"",
            "layer 0 (x): found type \"Convolutoin\", allowed is " + TYPES + ", did you mean Convolution?"),
        layer("type: \"ReLU\" bottom: \"zz\"", "layer 0 (ReLU): bottom \"zz\" is not the top of an earlier layer, nor the input (data or blob1)"),
        layer("type: \"ReLU\"", "layer 0 (ReLU): has 0 bottom(s), needs 1"),
        layer("type: \"Eltwise\" bottom: \"data\"", "layer 0 (Eltwise): has 1 bottom(s), needs 2"),
        layer("type: \"ReLU\" bottom: \"data\" relu_param { negative_slope: 1.5 }", "layer 0 (ReLU): negative_slope is 1.5, allowed -1 to 1"),
        layer("type: \"PReLU\" bottom: \"data\" prelu_param { @channel_shared: true }",
            "layer 0 (PReLU): channel_shared is true, allowed is false: a slope for each channel"),
        layer("type: \"Swish\" bottom: \"data\" swish_param { @beta: 2 }", "layer 0 (Swish): beta is 2.0, allowed is 1"),
        layer("type: \"Clip\" bottom: \"data\" @clip_param { min: 0 }", "layer 0 (Clip): max is missing, allowed is a number"),
        layer("type: \"Clip\" bottom: \"data\" clip_param { min: 1 max: 0 }",
            "layer 0 (Clip): min is 1.0 and max is 0.0, allowed are two finite numbers, the smaller one first"),
        layer("type: \"Concat\" bottom: \"data\" concat_param { @axis: 2 }", "layer 0 (Concat): axis is 2, allowed is 1: channels"),
        layer("type: \"ChannelSlice\" bottom: \"data\" channel_slice_param { begin: 1 end: 5 }",
            "layer 0 (ChannelSlice): takes the channels 1 to 4, its input has 3"),
        layer("type: \"ShuffleChannel\" bottom: \"data\" shuffle_channel_param { group: 2 }",
            "layer 0 (ShuffleChannel): group 2 must divide the 3 channels"),
        layer("@type: \"Flatten\" bottom: \"data\" top: \"f\" } layer { name: \"n\" type: \"ReLU\" bottom: \"f\"",
            "layer 0 (Flatten): flattens what n reads, allowed only before InnerProduct"),
        layer("type: \"Split\"", "layer 0 (Split): has 0 bottoms, needs 1"),
        layer("type: \"Eltwise\" bottom: \"data\" bottom: \"data\" eltwise_param { @coeff: [1, -1] }",
            "layer 0 (Eltwise): coeff is [1.0, -1.0], allowed is 1: inputs have no factors"),
        layer("type: \"Pooling\" bottom: \"data\" pooling_param { @pool: STOCHASTIC }", "layer 0 (Pooling): pool is STOCHASTIC, allowed is MAX, AVE"),
        layer("type: \"Pooling\" bottom: \"data\" pooling_param { pool: @AVG }", "found AVG, allowed is MAX, AVE, STOCHASTIC, did you mean AVE?"),
        layer("type: \"Pooling\" bottom: \"data\"", "layer 0 (Pooling): kernel_size is missing, allowed is a whole number from 1"),
        layer("type: \"Pooling\" bottom: \"data\" pooling_param { kernel_size: 2 pad: 2 }",
            "layer 0 (Pooling): pad 2 is more than half the kernel 2, allowed 0 to 1"),
        layer("type: \"BatchNorm\" bottom: \"data\" batch_norm_param { @momentun: .2 }",
            "found momentun, which is no field of BatchNormParameter; allowed is eps, momentum, affine, track_running_stats, "
                + "use_global_stats, moving_average_fraction, slope_filler, bias_filler, frozen, engine, did you mean momentum?"),
        convolution("num_output: 4 @kernel_h: 3 kernel_w: 5", "layer 0 (Convolution): kernel is 3 high and 5 wide, allowed are equal sides: kernel_size"),
        convolution("num_output: 4 kernel_size: 3 @kernel_h: 5 kernel_w: 5",
            "layer 0 (Convolution): kernel_size is 3 and kernel_h, kernel_w are 5, allowed is one of the two"),
        convolution("num_output: 4 kernel_size: 3 @stride_w: 2", "layer 0 (Convolution): stride is 1 high and 2 wide, allowed are equal sides: stride"),
        parameters("num_output: 4", "layer 0 (Convolution): kernel_size is missing, allowed is a whole number from 1"),
        parameters("kernel_size: 3", "layer 0 (Convolution): num_output is missing, allowed is a whole number from 1"),
        convolution("num_output: 4 kernel_size: 0", "layer 0 (Convolution): kernel is 0, allowed 1 to 65536"),
        convolution("@num_output: 4294967295 kernel_size: 3", "num_output is 4294967295, allowed is up to 2147483647"),
        convolution("num_output: 4 kernel_size: 3 group: 2", "layer 0 (Convolution): groups 2 must divide the 3 input channels and the 4 output channels"),
        convolution("num_output: 4 kernel_size: 3 @axis: 2", "layer 0 (Convolution): axis is 2, allowed is 1: channels"),
        convolution("num_output: @-4", "found -4, allowed is a whole number from 0 to 4294967295"),
        convolution("num_output: @4.0", "found 4.0, allowed is a whole number such as 3"),
        convolution("kernel_size: @[3, 3]", "found [, allowed is a whole number such as 3; this field takes one value, not a list"),
        convolution("bias_term: @yes", "found yes, allowed is true or false"),
        Arguments.of("layer { type: @ReLU }", "found ReLU, allowed is a string in quotes"),
        Arguments.of("layer { type @\"ReLU\" }", "found \", allowed is \":\""),
        Arguments.of("layer { type: \"ReLU\" @", "found the end of the file, allowed is \"}\""),
        Arguments.of("layer { name: '\\q\\q' top: @1 }", "found 1, allowed is a string in quotes"),
        Arguments.of("layer { name: '@\\u00e9' }", "found \\u in a string, allowed are \\n \\t \\\" \\\\ \\xHH \\OOO; write the character itself"),
        Arguments.of("layer { batch_norm_param { eps: @1e-3F } }", "found 1e-3F, allowed is a number such as 1e-3 or 1e-3f"),
        Arguments.of("layer { @x: 1 }",
            "found x, which is no field of LayerParameter; allowed is name, type, bottom, top, convolution_param, batch_norm_param, relu_param, "
            + "pooling_param, padding_param, eltwise_param, dropout_param, ..."));
  }

  private static Arguments layer(String content, String message) {
    return Arguments.of("layer { " + content + " }", message);
  }

  private static Arguments convolution(String settings, String message) {
    return layer("type: \"Convolution\" bottom: \"data\" convolution_param { " + settings + " }", message);
  }

  private static Arguments parameters(String settings, String message) {
    return layer("type: \"Convolution\" bottom: \"data\" @convolution_param { " + settings + " }", message);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsNamedWithItsPlace(String line, String message) {
    int column = Math.max(1, line.indexOf('@') + 1);
    assertThatThrownBy(() -> Prototxt.parse("input_dim: 1 input_dim: 3\n" + line.replace("@", ""), "net.prototxt")).isInstanceOf(InvalidInputException.class)
        .hasMessage("net.prototxt:2:" + column + ": " + message);
  }

  @Test
  void aFileNeedsLayers() {
    assertThatThrownBy(() -> Prototxt.parse("", "net")).hasMessage("net:1:1: has no layer, needs at least one: layer { ... }");
    assertThatThrownBy(() -> Prototxt.parse("layers { name: 'old' }", "net"))
        .hasMessageStartingWith("net:1:1: input_dim has 0 value(s)");
    assertThatThrownBy(() -> Prototxt.parse("input_dim: [1, 3] layers { name: 'old' }", "net")).hasMessageContaining("layer 0 (old): found type \"none\"");
  }

  @Test
  void theHeaderNeedsTheChannels() {
    String layer = "layer { type: 'ReLU' bottom: 'data' }";
    assertThatThrownBy(() -> Prototxt.parse(layer, "net"))
        .hasMessage("net:1:1: input_dim has 0 value(s), needs batch and channels at least, such as input_dim: [1, 3, 224, 224]");
    assertThatThrownBy(() -> Prototxt.parse(layer + "input_shape { dim: 3 }", "net"))
        .hasMessage("net:1:38: the input's shape has 1 axes, needs batch and channels at least, such as dim: [1, 3, 224, 224]");
    assertThatThrownBy(() -> Prototxt.parse(layer + " input_dim: [1, 0]", "net")).hasMessage("net:1:39: input_dim gives 0 channels, allowed 1 to 65536");
    assertThatThrownBy(() -> Prototxt.parse(layer + " input_dim: [1, 3, 99999, 8]", "net"))
        .hasMessage("net:1:39: input_dim gives 99999 rows, allowed up to 65536");
  }

  @Test
  void filesThatCannotBeReadAreNamed(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> Prototxt.read(folder.resolve("none"))).isInstanceOf(InvalidInputException.class).hasMessageEndingWith("none: no such file");
    assertThatThrownBy(() -> Prototxt.read(folder)).isInstanceOf(InvalidInputException.class).hasMessageContaining("is a folder");
    Path latin = Files.write(folder.resolve("latin"), new byte[] {'#', '\n', 'n', (byte) 0xe9, '\n'});
    assertThatThrownBy(() -> Prototxt.read(latin)).isInstanceOf(InvalidInputException.class).hasMessageEndingWith("latin:2: is not UTF-8 text (byte 3); save it as UTF-8, or write that line in plain letters");
    byte[] many = new byte[5 << 20];
    Arrays.fill(many, (byte) '\n');
    Path huge = Files.write(folder.resolve("huge"), many);
    assertThatThrownBy(() -> Prototxt.read(huge)).isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("huge: is larger than 4 MiB, which no backbone needs");
  }

  @Test
  void aFileOfNothingButBracketsIsRefused() {
    assertThatThrownBy(() -> Prototxt.parse("x{".repeat(1_000_000), "deep")).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nested deeper than");
    assertThatThrownBy(() -> Prototxt.parse("layer{}".repeat(10_001), "long")).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has 10001 layers, allowed are 10000");
  }

  @Test
  void theFirstOfManyUnknownFieldsAreNamed() {
    assertThatThrownBy(() -> Prototxt.parse("a: 1\n".repeat(10_000), "net"))
        .satisfies(e -> assertThat(e.getMessage()).startsWith("net:1:1: found a, ").endsWith("; and more").hasSizeLessThan(1000));
  }

  @Test
  void whatThePublishedReaderIgnoresCanBeIgnored(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("net.prototxt");
    Files.writeString(file, "input_dim: [1, 3] layer { type: 'ReLU' bottom: 'data' top: 'r' relu_param { negative_slope: .1 } }"
        + "layer { type: 'Convolution' bottom: 'r' top: 'c' convolution_param { num_output: 4 kernel_size: 1 kernel_h: 9 axis: 2 } }"
        + "layer { type: 'Eltwise' bottom: 'c' bottom: 'c' top: 'e' eltwise_param { coeff: 3 } }");
    assertThat(Prototxt.read(file, UnsupportedFields.IGNORE).nodes()).hasSize(3);
    assertThatThrownBy(() -> Prototxt.read(file)).hasMessageContaining("axis is 2").hasMessageContaining("coeff");
  }
}
