package org.automtl4j.graph.mtlnas;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.network.LayerName;
import org.automtl4j.graph.network.NetworkScope;
import org.automtl4j.graph.network.Role;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Adds one fusion of one task to a graph. A 1x1 convolution of a concatenation is a sum of 1x1 convolutions, sum W[k] f[k], and a gate on a feature is a factor
 * of its kernel: neither a gated copy nor a concatenation is made.
 */
final class Fusion {
  private final NetworkScope scope;
  private final FusionSettings settings;
  private final FusionSite site;
  private final String task;
  private final String name;

  Fusion(NetworkScope scope, FusionSettings settings, FusionSite site, String task) {
    this.scope = scope;
    this.settings = settings;
    this.site = site;
    this.task = task;
    this.name = task + "/fusion." + site.index();
  }

  /**
   * @param own the task's feature, [N, C, H, W]
   * @param candidates how many edges the space has here
   * @param edges those that are computed
   * @param features the feature of each of them, [N, C', H', W']
   * @param gates the gate of each of them, [1]; none where edges are simply open
   * @return [N, C, H, W]
   */
  SDVariable build(SDVariable own, int candidates, List<Edge> edges, List<SDVariable> features, Optional<Map<Edge, SDVariable>> gates) {
    boolean convolves = settings.operator().hasConvolution();
    SDVariable sum = term(name + ".own", own, weight(own, FusionNames.own(site.index(), task, settings.operator()), true, candidates), convolves);
    for (int k = 0; k < edges.size(); k++) {
      Edge edge = edges.get(k);
      SDVariable feature = sized(edge, features.get(k), scope.shape(own));
      SDVariable weight = weight(feature, FusionNames.edge(edge, settings.operator()), false, candidates);
      String from = name + ".from." + edge.sourceSite() + "." + edge.source();
      SDVariable gated = gates.isPresent() ? weight.mul(from + ".weight", gates.get().get(edge)) : weight; // [1, 1, C', C] or [1]
      sum = sum.add(name + ".sum." + k, term(from, feature, gated, convolves)); // [N, C, H, W]
    }
    Shape shape = scope.shape(own);
    scope.shaped(sum, shape);
    if (!convolves) {
      return sum;
    }
    BatchNorm norm = new BatchNorm(name, FusionSettings.EPSILON, settings.momentum(), true, true);
    SDVariable normalised = scope.batchNorm(new LayerName(name + ".norm", FusionNames.fusion(site.index(), task)), sum, norm); // [N, C, H, W]
    return settings.operator().hasRelu() ? scope.relu(name + ".relu", normalised) : normalised;
  }

  private SDVariable term(String output, SDVariable feature, SDVariable weight, boolean convolves) {
    return convolves ? scope.convolution(output, feature, weight, new Convolution(output, site.channels(), 1, 1, 0, 1, 1, false)) : feature.mul(output, weight);
  }

  private SDVariable weight(SDVariable feature, String parameter, boolean own, int candidates) {
    FusionStart start = settings.start();
    if (settings.operator().hasConvolution()) {
      Initializer first = own ? start.ownKernel(site.channels()) : start.otherKernel(site.channels(), candidates);
      return scope.parameter(parameter, Role.WEIGHT, first, 1, 1, scope.shape(feature).channels(), site.channels()); // [1, 1, C', C]
    }
    FusionStart.Scaled scaled = (FusionStart.Scaled) start;
    return scope.parameter(parameter, Role.WEIGHT, Initializer.constant(own ? scaled.own() : scaled.others() / candidates), 1); // [1]
  }

  /** A feature of a larger map, averaged over as many pixels as one of the target's covers. */
  private SDVariable sized(Edge edge, SDVariable feature, Shape wanted) {
    Shape has = scope.shape(feature);
    if (has.height() == wanted.height() && has.width() == wanted.width()) {
      return feature;
    }
    int factor = Math.max(1, has.height() / wanted.height());
    Pooling average = new Pooling("average", Pooling.Mode.AVERAGE, factor, factor, 0, false, false);
    if (average.outputSize(has.height()) != wanted.height() || average.outputSize(has.width()) != wanted.width()) {
      throw new InvalidInputException("edge " + edge + ": the map of site " + edge.sourceSite() + " is " + has.height() + "x" + has.width() + ", that of site "
          + edge.targetSite() + " is " + wanted.height() + "x" + wanted.width() + ", and no average over equal squares makes one of the other; use images of another size, or no edges across groups");
    }
    return scope.once("average " + factor + " " + feature.name(), () -> scope.pooling(feature.name() + ".averaged." + factor, feature, average)); // [N, C', H, W]
  }
}
