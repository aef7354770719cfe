package org.automtl4j.graph.mtlnas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What is told about a space is what its network has. */
class FusionInspectionTest {

  static Stream<FusionSettings> settings() {
    return Stream.of(FusionSettings.mtlNas(), FusionSettings.nddr(), FusionSettings.mtlNas().withEdges(3, true),
        FusionSettings.mtlNas().withOperator(FusionOperator.SINGLE_SIDE_REVERSE, new FusionStart.Random()),
        FusionSettings.mtlNas().withOperator(FusionOperator.CROSS_STITCH, new FusionStart.Scaled(1, 0)));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void countsAreThoseOfTheNetwork(FusionSettings settings) {
    Backbone backbone = FusionNets.chain(3);
    FusionInspection told = FusionInspection.of(backbone, FusionNets.TASKS, settings, 12, 16);
    FusionNetwork network = FusionNets.network(backbone, settings, DataType.FLOAT, TaskHead.conv1x1());
    assertThat(told.edges()).isEqualTo(network.space().edges().size());
    assertThat(told.fusionParameters()).isEqualTo(
        network.parameters().stream().filter(spec -> spec.name().startsWith("fusion.") && spec.role() == Role.WEIGHT).mapToLong(ParameterSpec::length).sum());
    assertThat(told.backboneParameters()).isEqualTo(
        network.parameters().stream().filter(spec -> spec.name().startsWith("layer.") && spec.role() == Role.WEIGHT).mapToLong(ParameterSpec::length).sum());
    Parameters parameters = Parameters.fresh(network, 1);
    NetworkGraph gated = FusionNets.graph(network, parameters, new FusionView.Gated(), Mode.EVALUATION, FusionNets.TASKS, 12);
    NetworkGraph alone = FusionNets.graph(network, parameters, new FusionView.Alone(), Mode.EVALUATION, FusionNets.TASKS, 12);
    assertThat(FusionInspection.of(backbone, FusionNets.TASKS, settings, 12, 12).fusionMultiplyAdds()).isEqualTo(gated.multiplyAdds() - alone.multiplyAdds());
  }

  @Test
  void theTableOfVggIsReadable() {
    FusionInspection told = FusionInspection.of(Backbone.named("vgg16_largefov"), List.of("a", "b"), FusionSettings.mtlNas(), 321, 321);
    assertThat(told.table()).contains("6:relu3_3                2      4 256x80x80           6      525,312    3,355.4  4:relu3_1, 5:relu3_2, 6:relu3_3\n")
        .contains("2 tasks, 13 sites, 48 edges\n").contains("fusions, all edges open: 10,838,528 parameters");
    assertThat(told.toJson()).startsWith("{\"backbone\":\"vgg16_largefov\",\"edges\":48,").contains("\"sources\":[\"4:relu3_1\",\"5:relu3_2\",\"6:relu3_3\"]");
  }
}
