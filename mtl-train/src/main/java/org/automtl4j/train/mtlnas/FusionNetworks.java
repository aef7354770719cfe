package org.automtl4j.train.mtlnas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.choice.ChoiceDistribution;
import org.automtl4j.graph.model.published.FusionCheckpoint;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionSettings;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.train.method.NetworkRequest;
import org.automtl4j.train.mtlnas.config.ImportedWeights;
import org.automtl4j.train.mtlnas.config.MtlNasSettings;

/** Makes fusion networks of requests. */
final class FusionNetworks {
  private FusionNetworks() {}

  static FusionNetwork of(NetworkRequest request, FusionSettings settings) {
    FusionNetwork.Builder builder = FusionNetwork.builder(request.backbone().backbone()).settings(settings).dataType(request.dataType());
    request.tasks().forEach(task -> builder.task(task.task(), task.head()));
    return builder.build();
  }

  /** The weights that tasks start from, over fresh ones. */
  static void start(Network network, Parameters parameters, List<ImportedWeights> weights) {
    FusionNetwork fusion = (FusionNetwork) network;
    for (ImportedWeights start : weights) {
      if (!fusion.space().tasks().contains(start.task())) {
        throw new InvalidInputException("weights: found task '" + start.task() + "', allowed: one of " + fusion.space().tasks());
      }
      FusionCheckpoint.read(start.file()).into(fusion, parameters, start.task(), start.classifier());
    }
  }

  /** Makes all weights fresh, but not what the gates have learnt. */
  static void anew(FusionNetwork network, Parameters parameters, long seed) {
    try (Parameters fresh = Parameters.fresh(network, seed, spec -> spec.role() != Role.CHOICE)) {
      fresh.all().forEach(parameter -> parameters.set(parameter.name(), parameter.array()));
    }
  }

  /** The edges that a run comes to: those that its configuration gives, or those that its search has left open. */
  static FusionArchitecture found(MtlNasSettings settings, FusionNetwork network, Parameters parameters) {
    if (settings.architecture().isPresent()) {
      return FusionArchitecture.read(settings.architecture().get()).checkedAgainst(network);
    }
    if (!settings.runs(MtlNasSettings.Stage.SEARCH)) {
      return FusionArchitecture.none(network);
    }
    return settings.search().discretise() == Gates.ALL ? FusionArchitecture.all(network) : network.positive(parameters);
  }

  /** By task, the mean probability of what its gates have chosen. */
  static Map<String, Double> confidence(FusionNetwork network, Parameters parameters) {
    ChoiceDistribution distribution = network.distribution(parameters);
    List<Edge> edges = network.space().edges();
    Map<String, Double> confidence = new LinkedHashMap<>();
    for (String task : network.space().tasks()) {
      double sum = 0;
      int count = 0;
      for (int e = 0; e < edges.size(); e++) {
        if (edges.get(e).target().equals(task)) {
          double[] probabilities = distribution.probabilities()[e];
          sum += Math.max(probabilities[0], probabilities[1]);
          count++;
        }
      }
      if (count > 0) {
        confidence.put(task, sum / count);
      }
    }
    return confidence;
  }
}
