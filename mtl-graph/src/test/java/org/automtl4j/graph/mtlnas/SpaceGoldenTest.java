package org.automtl4j.graph.mtlnas;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Role;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** The published search space: which sites may be connected, how many parameters that takes, and what an edge costs. */
class SpaceGoldenTest {
  private static final String NAME = "mtlnas/space";

  private static FusionNetwork full(FusionSettings settings) {
    return FusionNetwork.builder(Backbone.named("vgg16_largefov")).task(Task.segmentation("seg", 40), TaskHead.largeFov(1024))
        .task(Task.normals("normal"), TaskHead.largeFov(1024)).settings(settings).build();
  }

  private static List<String> rows(FusionSpace space, String target) {
    return space.sites().stream().map(site -> IntStream.range(0, space.sites().size())
        .mapToObj(j -> space.has(new Edge(target, space.tasks().get(target.equals(space.tasks().get(0)) ? 1 : 0), site.index(), j)) ? "1" : "0")
        .reduce("", String::concat)).toList();
  }

  @Test
  void theEdgesOfVggAreThePublishedOnes() {
    JsonNode json = FusionGolden.json("space");
    FusionNetwork network = full(FusionSettings.mtlNas());
    List<String> published = new ArrayList<>();
    json.get("matrix").forEach(row -> published.add(row.toString().replaceAll("[^01]", "")));
    network.space().tasks().forEach(task -> GoldenReport.same(NAME, "candidates of " + task, rows(network.space(), task), published));
    GoldenReport.same(NAME, "edges", network.space().edges().size(), json.get("edges_total").asInt());
    GoldenReport.close(NAME, "costs of edges", GoldenReport.difference(costs(network), FusionGolden.doubles(json.get("path_costs_full_width"))), 1e-6);
    FusionNetwork small = FusionGolden.network(FusionSettings.mtlNas(), DataType.FLOAT);
    GoldenReport.close(NAME, "costs at small width", GoldenReport.difference(costs(small), FusionGolden.doubles(json.get("path_costs_small_width"))), 1e-6);
  }

  private static double[] costs(FusionNetwork network) {
    double[] all = GatePenalties.costs(network);
    List<Edge> edges = network.space().edges();
    return IntStream.range(0, all.length).filter(e -> edges.get(e).target().equals("seg")).mapToDouble(e -> all[e]).toArray();
  }

  @Test
  void fusionsHaveThePublishedNumbersOfParameters() {
    JsonNode json = FusionGolden.json("space");
    FusionNetwork network = full(FusionSettings.mtlNas());
    for (JsonNode fusion : json.get("fusion_ops_per_task")) {
      GoldenReport.same(NAME, "parameters of fusion " + fusion.get("stage"), count(network, fusion.get("stage").asInt()), fusion.get("all_params").asLong());
    }
    GoldenReport.same(NAME, "NDDR at 5 stages", fusions(full(FusionSettings.nddr())), json.get("nddr_all_params").get("VGG16").asLong());
    GoldenReport.same(NAME, "NDDR at 13 stages", fusions(full(FusionSettings.nddr().withSites(new SiteRule.Convolutions()))),
        json.get("nddr_all_params").get("VGG16_13_Stage").asLong());
  }

  private static long count(FusionNetwork network, int site) {
    return trained(network, "fusion." + site + ".seg.");
  }

  private static long fusions(FusionNetwork network) {
    return trained(network, "fusion.");
  }

  private static long trained(FusionNetwork network, String prefix) {
    return network.parameters().stream().filter(spec -> spec.name().startsWith(prefix) && spec.role() == Role.WEIGHT)
        .mapToLong(ParameterSpec::length).sum();
  }

  @Test
  void otherGroupsAndLimitsGiveThePublishedMatrices() {
    for (JsonNode other : FusionGolden.json("space").get("other_matrices")) {
      int[] stages = Arrays.stream(FusionGolden.doubles(other.get("stages"))).mapToInt(stage -> (int) stage).toArray();
      List<FusionSite> sites = new ArrayList<>();
      for (int group = 0; group < stages.length; group++) {
        for (int i = 0; i < stages[group]; i++) {
          sites.add(new FusionSite(sites.size(), sites.size(), "site" + sites.size(), 8, 1, group));
        }
      }
      int limit = other.get("limit").asInt();
      String name = NAME + "/" + Arrays.toString(stages) + " " + limit;
      if (limit < 1) {
        assertThatThrownBy(() -> new FusionSpace(List.of("a", "b"), sites, FusionOperator.NDDR, limit, false)).isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("depthLimit is " + limit + ", allowed is a whole number from 1");
        GoldenReport.mended(name, "a limit below 1, which the published code takes for no edges", "an error");
      } else {
        List<String> published = new ArrayList<>();
        other.get("rows").forEach(row -> published.add(row.asText()));
        GoldenReport.same(name, "candidates", rows(new FusionSpace(List.of("a", "b"), sites, FusionOperator.NDDR, limit, false), "a"), published);
      }
    }
  }
}
