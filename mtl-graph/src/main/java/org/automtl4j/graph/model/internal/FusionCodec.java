package org.automtl4j.graph.model.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.model.internal.zip.Manifest;
import org.automtl4j.graph.model.internal.zip.StoredNetwork;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionOperator;
import org.automtl4j.graph.mtlnas.FusionSettings;
import org.automtl4j.graph.mtlnas.FusionStart;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.mtlnas.SiteRule;

/** A fusion network in a model's file: its sites, its edges, how it fuses, and which edges are open. */
final class FusionCodec {
  static final String METHOD = "mtl-nas";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private FusionCodec() {}

  static StoredNetwork write(FusionNetwork network, FusionView view) {
    FusionSettings settings = network.settings();
    ObjectNode root = MAPPER.createObjectNode();
    network.space().sites().forEach(site -> root.withArray("sites").add(site.name()));
    root.put("depthLimit", settings.depthLimit()).put("allowCrossGroup", settings.allowCrossGroup()).put("operator", settings.operator().name())
        .put("momentum", settings.momentum()).put("shortcut", settings.shortcut()).put("view", view.id());
    if (view instanceof FusionView.Discrete discrete) {
      root.set("architecture", tree(discrete.architecture().toJson()));
    } else if (!(view instanceof FusionView.Alone)) {
      throw new InvalidInputException("a finished model has open edges or none, found the view '" + view.id() + "'");
    }
    return new StoredNetwork(METHOD, root.toString());
  }

  static FusionNetwork network(Manifest m, JsonNode root) {
    List<String> sites = new ArrayList<>();
    root.path("sites").forEach(site -> sites.add(site.asText()));
    FusionSettings settings = new FusionSettings(new SiteRule.Listed(sites), root.path("depthLimit").asInt(), root.path("allowCrossGroup").asBoolean(),
        operator(root.path("operator").asText()), new FusionStart.Scaled(1, 0), root.path("momentum").asDouble(), List.of(), root.path("shortcut").asBoolean());
    FusionNetwork.Builder builder = FusionNetwork.builder(m.backbone()).settings(settings).dataType(m.dataType());
    m.tasks().forEach(task -> builder.task(task, m.heads().get(task.name())));
    return builder.build();
  }

  private static FusionOperator operator(String name) {
    for (FusionOperator operator : FusionOperator.values()) {
      if (operator.name().equals(name)) {
        return operator;
      }
    }
    throw new InvalidInputException("network.operator: found '" + name + "', allowed: " + List.of(FusionOperator.values()));
  }

  static FusionView view(FusionNetwork network, JsonNode root) {
    return switch (root.path("view").asText()) {
      case "alone" -> new FusionView.Alone();
      case "discrete" -> new FusionView.Discrete(FusionArchitecture.of(network, FusionArchitecture.fromJson(root.path("architecture").toString()).edges()));
      default -> throw new InvalidInputException("network.view: found '" + root.path("view").asText() + "', allowed: discrete, alone");
    };
  }

  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("network: not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
