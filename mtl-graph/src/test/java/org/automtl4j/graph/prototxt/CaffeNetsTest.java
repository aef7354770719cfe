package org.automtl4j.graph.prototxt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.prototxt.internal.BackboneReader;
import org.automtl4j.graph.prototxt.internal.NotedBackbone;
import org.automtl4j.graph.prototxt.internal.SourceText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files in the form that known networks of Caffe were published in read with the published numbers of parameters and multiply-adds. */
class CaffeNetsTest {

  /** Name, file, parameters, multiply-adds of one image in billions (0: not compared), the map before the classifier in Caffe. */
  static Stream<Arguments> networks() {
    int[] fifty = {3, 4, 6, 3};
    return Stream.of(
        Arguments.of("ResNet-50", CaffeNets.resnet("ResNet-50", fifty, true, 1), 25_557_032L, 3.86),
        Arguments.of("ResNet-101", CaffeNets.resnet("ResNet-101", new int[] {3, 4, 23, 3}, true, 1), 44_549_160L, 7.57),
        Arguments.of("ResNet-18", CaffeNets.resnet("ResNet-18", new int[] {2, 2, 2, 2}, false, 1), 11_689_512L, 1.81),
        Arguments.of("ResNeXt-50 32x4d", CaffeNets.resnet("ResNeXt-50", fifty, true, 32), 25_028_904L, 4.23),
        Arguments.of("VGG-16", CaffeNets.vgg16(), 138_357_544L, 15.47),
        Arguments.of("MobileNet v1", CaffeNets.mobilenet(), 4_231_976L, 0.569),
        Arguments.of("MobileNet v2", CaffeNets.mobilenetV2(), 3_504_872L, 0.301),
        Arguments.of("SqueezeNet 1.0", CaffeNets.squeezenet(false), 1_248_424L, 0),
        Arguments.of("SqueezeNet 1.1", CaffeNets.squeezenet(true), 1_235_496L, 0),
        Arguments.of("DenseNet-121", CaffeNets.densenet121(), 7_978_856L, 0),
        Arguments.of("GoogLeNet", CaffeNets.googlenet(false), 6_998_552L, 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void aFileHasThePublishedCounts(String name, String text, long parameters, double billions) {
    NotedBackbone read = BackboneReader.readNoting(SourceText.of(name, text), UnsupportedFields.REFUSE);
    assertThat(read.backbone().parameters()).isEqualTo(parameters);
    assertThat(read.remarks()).anySatisfy(remark -> assertThat(remark).contains("looks like a file of Caffe's")).anySatisfy(remark -> assertThat(remark).contains("classifier's end was cut off"));
    Backbone converted = BackboneReader.convert(SourceText.of(name, text), Optional.empty()).noted().backbone();
    assertThat(converted.parameters()).isEqualTo(parameters);
    if (billions > 0) {
      assertThat(converted.multiplyAdds(224, 224) / 1e9).isCloseTo(billions, within(billions * .015));
    }
    Shape last = converted.shapes(224, 224).get(converted.nodes().size() - 1);
    assertThat(last).isEqualTo(new Shape(1000, 1, 1));
    assertThat(Prototxt.parse(Prototxt.write(converted), name)).isEqualTo(converted);
  }
}
