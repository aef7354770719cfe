package org.automtl4j.graph.prototxt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.property.Property;
import org.automtl4j.graph.backbone.Backbone;

class PrototxtPropertyTest {
  private static final List<String> PIECES = List.of("{", "}", "[", "]", "<", ">", ":", ",", ";", "\"", "'", "\\", "#", "\n", " ", "-", ".", "0x", "1e9",
      "999999999999", "nan",
      "F", "\u00e9", "\ud83d\ude00", "\0", "layer", "layer {", "bottom: \"data\"", "top", "kernel_size: 70000", "stride: 0", "pad: 4294967295", "group: 3",
          "dilation: 65536",
      "type: \"InnerProduct\"", "type: \"Eltwise\"", "relu_param { inplace: true }", "pooling_param { global_pooling: true }",
          "inner_product_param { num_output: 5 }",
      "input_dim: 65536", "dropout_ratio: 2", "eps: -inf", "[a.b/c]: 1", "layers { layer { name: 'x' } }", "\\x", "\\400", "blob1");

  @Property(tries = 500)
  void whatIsWrittenReadsAsTheSame(long seed) {
    Backbone backbone = RandomBackbones.random(RandomStream.of(seed, "backbone"));
    assertThat(Prototxt.parse(Prototxt.write(backbone), "written")).isEqualTo(backbone);
  }

  @Property(tries = 4000)
  void aDamagedFileIsReadOrRefused(long seed) throws IOException {
    RandomStream random = RandomStream.of(seed, "damage");
    List<Path> files = GoldenFolder.cases("node_types");
    Path file = random.nextInt(4) == 0 ? Path.of("..", "models", "demo.prototxt") : files.get(random.nextInt(files.size())).resolve("backbone.prototxt");
    StringBuilder text = new StringBuilder(Files.readString(file));
    for (int change = random.nextInt(4); change >= 0; change--) {
      damage(text, random);
    }
    try {
      Backbone backbone = Prototxt.parse(text.toString(), "damaged");
      assertThat(Prototxt.parse(Prototxt.write(backbone), "written")).isEqualTo(backbone);
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).startsWith("damaged:").hasSizeLessThan(2000);
    }
  }

  private static void damage(StringBuilder text, RandomStream random) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(random.nextInt(3) == 0 ? 400 : 4));
    switch (random.nextInt(4)) {
      case 0 -> text.delete(from, to);
      case 1 -> text.insert(random.nextInt(text.length() + 1), text.substring(from, to));
      case 2 -> text.insert(from, PIECES.get(random.nextInt(PIECES.size())));
      default -> text.replace(from, to, String.valueOf((char) (32 + random.nextInt(95))));
    }
  }
}
