package org.automtl4j.graph.model.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.golden.GoldenCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PublishedNamesTest {

  static Stream<GoldenCase> cases() {
    return GoldenFolder.cases("node_types").stream().map(GoldenCase::read);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void entriesHaveThePublishedNamesShapesAndOrder(GoldenCase golden) {
    List<PublishedEntry> entries = PublishedNames.of(golden.model(golden.backbone(), DataType.FLOAT));
    JsonNode expected = golden.json().get("state_dict");
    assertThat(entries).extracting(entry -> entry.name() + Arrays.toString(entry.shape()).replace(" ", ""))
        .isEqualTo(StreamSupport.stream(expected.spliterator(), false).map(e -> e.get(0).asText() + e.get(1)).toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyNumberOfOursIsWrittenUnderAPublishedNameAndReadBack(GoldenCase golden) {
    SuperModel model = golden.model(golden.backbone(), DataType.FLOAT);
    SuperModel other = model.fresh(9);
    Nets.randomise(other, 9);
    PublishedNames.of(model).forEach(entry -> entry.write(other.parameters(), entry.read(model.parameters())));
    model.parameters().all().forEach(p -> assertThat(other.parameters().get(p.name())).as(p.name()).isEqualTo(p.array()));
  }

  @Test
  void aProjectionThatDoesNotFitIsStillNamed() {
    Backbone backbone = Nets.chain(2, new Convolution("c", 3, 3, 1, 0, 1, 1, false));
    SuperModel.Builder builder = SuperModel.builder(backbone).task(Nets.wide("a", backbone), Nets.NO_HEAD).task(Nets.wide("b", backbone), Nets.NO_HEAD);
    SuperModel model = builder.build();
    PublishedEntry projection = PublishedNames.of(model).stream().filter(entry -> entry.name().equals("net.0.dsOp.a.0.weight")).findFirst().orElseThrow();
    assertThat(projection.parameter()).isEmpty();
    assertThat(projection.shape()).containsExactly(3, 2, 1, 1);
    INDArray before = model.parameters().get("layer.0.shared.weight").dup();
    projection.write(model.parameters(), Nd4j.ones(3, 2, 1, 1));
    assertThat(model.parameters().get("layer.0.shared.weight")).isEqualTo(before);
    assertThatThrownBy(() -> projection.write(model.parameters(), Nd4j.ones(2, 3, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("[2, 3, 1, 1]");
  }
}
