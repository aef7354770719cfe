package org.automtl4j.graph.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.model.ChannelOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks of Caffe with their numbers compute what Caffe computes. */
class CaffeModelTest {
  static final String NET = """
      name: "small"
      layer { name: "data" type: "ImageData" top: "data" top: "label" include { phase: TEST }
        transform_param { mean_value: 104 mean_value: 117 mean_value: 123 scale: 0.017 crop_size: 8 } image_data_param { source: "list.txt" batch_size: 1 } }
      layer { name: "conv/1" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 4 kernel_size: 3 pad: 1 bias_term: false } }
      layer { name: "bn" type: "BatchNorm" bottom: "c" top: "c" batch_norm_param { use_global_stats: true eps: 1e-4 } }
      layer { name: "scale" type: "Scale" bottom: "c" top: "c" scale_param { bias_term: true } }
      layer { name: "prelu" type: "PReLU" bottom: "c" top: "c" }
      layer { name: "pool" type: "Pooling" bottom: "c" top: "p" pooling_param { kernel_size: 3 stride: 2 } }
      layer { name: "fc" type: "InnerProduct" bottom: "p" top: "f" inner_product_param { num_output: 2 } }
      layer { name: "loss" type: "SoftmaxWithLoss" bottom: "f" bottom: "label" include { phase: TRAIN } }
      layer { name: "prob" type: "Softmax" bottom: "f" top: "prob" }
      """;
  @TempDir private Path folder;

  private interface Fields {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] bytes(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.to(out);
    out.flush();
    return bytes.toByteArray();
  }

  static INDArray random(String name, double low, double high, long... shape) {
    RandomStream random = RandomStream.of(2, name);
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (int i = 0; i < array.length(); i++) {
      array.putScalar(i, (float) random.uniform(low, high));
    }
    return array;
  }

  private static byte[] blob(INDArray values, boolean old) throws IOException {
    byte[] data = bytes(out -> {
      for (float value : values.data().asFloat()) {
        out.writeFloatNoTag(value);
      }
    });
    return bytes(out -> {
      if (old) {
        for (int i = 0; i < 4; i++) {
          int axis = i - (4 - values.rank());
          out.writeInt32(i + 1, axis < 0 ? 1 : (int) values.size(axis));
        }
      } else {
        byte[] packed = bytes(shape -> {
          for (long axis : values.shape()) {
            shape.writeInt64NoTag(axis);
          }
        });
        out.writeByteArray(7, bytes(shape -> shape.writeByteArray(1, packed)));
      }
      out.writeByteArray(5, data);
    });
  }

  private static byte[] layer(String name, boolean old, INDArray... blobs) throws IOException {
    return bytes(out -> {
      out.writeString(old ? 4 : 1, name);
      for (INDArray values : blobs) {
        out.writeByteArray(old ? 6 : 7, blob(values, old));
      }
    });
  }

  /** Numbers for {@link #NET}, which has the linear layer's kernel from outside. */
  static byte[] numbers(boolean old, INDArray fc) throws IOException {
    int field = old ? 2 : 100;
    return bytes(out -> {
      out.writeString(1, "small");
      out.writeByteArray(field, layer("conv/1", old, random("kernel", -1, 1, 4, 3, 3, 3)));
      out.writeByteArray(field, layer("bn", old, random("mean", -1, 1, 4), random("variance", 1, 2, 4), Nd4j.createFromArray(2f)));
      out.writeByteArray(field, layer("scale", old, random("gamma", .5, 1, 4), random("beta", -1, 1, 4)));
      out.writeByteArray(field, layer("prelu", old, random("slope", 0, .5, 4)));
      out.writeByteArray(field, layer("fc", old, fc, random("bias", -1, 1, 2)));
    });
  }

  private Path model(boolean old, INDArray fc) throws IOException {
    return Files.write(folder.resolve("net.caffemodel"), numbers(old, fc));
  }

  private ConvertedBackbone convert(boolean old, INDArray fc) throws IOException {
    Path prototxt = Files.writeString(folder.resolve("net.prototxt"), NET);
    return BackboneConverter.of(prototxt).weights(model(old, fc)).convert();
  }

  @Test
  void theBackboneComputesWhatCaffeComputes() throws IOException {
    for (boolean old : new boolean[] {false, true}) {
      ConvertedBackbone converted = convert(old, random("fc", -1, 1, 2, 4 * 4 * 4));
      assertThat(converted.backbone().nodes()).extracting(Node::layer).extracting(layer -> layer.name() + " " + layer.type())
          .containsExactly("conv.1 Convolution", "bn BatchNorm", "prelu PReLU", "pool Pooling", "fc Convolution");
      assertThat(converted.layersWithoutWeights()).isEmpty();
      assertThat(converted.preprocessing()).hasValueSatisfying(p -> {
        assertThat(p.order()).isEqualTo(ChannelOrder.BGR);
        assertThat(p.mean()).containsExactly(104.0, 117.0, 123.0);
        assertThat(p.std().get(0)).isCloseTo(1 / .017, within(1e-4));
      });
      INDArray images = Nets.random(DataType.FLOAT, 1, 1, 3, 8, 8);
      INDArray found = BackboneConverterTest.features(converted.backbone(), converted.weights(), images);
      double[] expected = expected(images);
      for (int i = 0; i < 2; i++) {
        assertThat(found.getDouble(i)).isCloseTo(expected[i], within(1e-3));
      }
    }
  }

  /** The network by its formulas: poolings round up, a statistic is divided by its factor, a linear layer reads channels, rows and columns one after the other. */
  private static double[] expected(INDArray images) {
    INDArray kernel = random("kernel", -1, 1, 4, 3, 3, 3);
    double[][][] map = new double[4][8][8];
    for (int c = 0; c < 4; c++) {
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 8; x++) {
          double sum = 0;
          for (int i = 0; i < 27; i++) {
            int row = y + i / 3 % 3 - 1;
            int column = x + i % 3 - 1;
            sum += row < 0 || row > 7 || column < 0 || column > 7 ? 0 : kernel.getDouble(c, i / 9, i / 3 % 3, i % 3) * images.getDouble(0, i / 9, row, column);
          }
          double normal = (sum - random("mean", -1, 1, 4).getDouble(c) / 2) / Math.sqrt(random("variance", 1, 2, 4).getDouble(c) / 2 + 1e-4);
          double value = normal * random("gamma", .5, 1, 4).getDouble(c) + random("beta", -1, 1, 4).getDouble(c);
          map[c][y][x] = value > 0 ? value : value * random("slope", 0, .5, 4).getDouble(c);
        }
      }
    }
    double[] out = new double[2];
    INDArray matrix = random("fc", -1, 1, 2, 64);
    for (int o = 0; o < 2; o++) {
      out[o] = random("bias", -1, 1, 2).getDouble(o);
      for (int i = 0; i < 64; i++) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < 9; k++) {
          int row = i / 4 % 4 * 2 + k / 3;
          int column = i % 4 * 2 + k % 3;
          largest = row > 7 || column > 7 ? largest : Math.max(largest, map[i / 16][row][column]);
        }
        out[o] += matrix.getDouble(o, i) * largest;
      }
    }
    return out;
  }

  @Test
  void numbersOfAnotherNetworkAreRefusedWithLayersAndShapes() throws IOException {
    assertThatThrownBy(() -> convert(false, random("fc", -1, 1, 2, 30))).isInstanceOf(InvalidInputException.class).hasMessageContaining("net.caffemodel")
        .hasMessageContaining("layer fc needs [2, 4, 4, 4], found [2, 30]");
    Path broken = Files.write(folder.resolve("broken.caffemodel"), new byte[] {(byte) 0xa2, 6, 127, 1, 2});
    Path prototxt = Files.writeString(folder.resolve("net.prototxt"), NET);
    assertThatThrownBy(() -> BackboneConverter.of(prototxt).weights(broken).convert()).isInstanceOf(InvalidInputException.class).hasMessageContaining("broken.caffemodel");
  }

  @Test
  void withoutNumbersOnlyTheLayersAreWrittenAndAFeatureEndsThem() throws IOException {
    Path prototxt = Files.writeString(folder.resolve("net.prototxt"), NET);
    ConvertedBackbone converted = BackboneConverter.of(prototxt).feature("prelu").convert();
    assertThat(converted.backbone().output().layer().name()).isEqualTo("prelu");
    assertThat(converted.weights().arrays()).isEmpty();
    converted.write(folder.resolve("mine.prototxt"));
    assertThat(folder.resolve("mine.weights.npz")).doesNotExist();
    assertThat(BackboneConverter.of(prototxt).list()).containsExactlyElementsOf(List.of("conv/1  Convolution  4x8x8", "bn  BatchNorm  4x8x8", "prelu  PReLU  4x8x8", "pool  Pooling  4x4x4", "fc  Convolution  2x1x1")
        .stream().map(line -> line.replace("conv/1", "conv.1")).toList());
    assertThat(((Convolution) BackboneConverter.of(prototxt).convert().backbone().output().layer()).kernel()).isEqualTo(4);
    assertThatThrownBy(() -> BackboneConverter.of(prototxt).feature("nothing").convert()).hasMessageContaining("there is no layer 'nothing'").hasMessageContaining("pool");
  }
}
