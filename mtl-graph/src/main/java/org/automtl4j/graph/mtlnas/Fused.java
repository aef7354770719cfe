package org.automtl4j.graph.mtlnas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.ops.Resize;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.LayerName;
import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** What is made of the fused features beside the next stage: a shortcut to the end, and auxiliary predictions in training. */
final class Fused {
  private static final int WIDTH = 256;
  private static final double DROPOUT = 0.5;
  private final NetworkScope scope;
  private final FusionNetwork network;
  private final Map<String, Map<Integer, SDVariable>> features = new LinkedHashMap<>();

  Fused(NetworkScope scope, FusionNetwork network) {
    this.scope = scope;
    this.network = network;
  }

  /** Keeps a fused feature, [N, C, H, W], and gives what the task's next stage reads. */
  SDVariable add(FusionSite site, String task, SDVariable value) {
    scope.expose("fused." + site.index() + "." + task, value);
    features.computeIfAbsent(task, t -> new LinkedHashMap<>()).put(site.index(), value);
    boolean last = site.index() == network.space().sites().size() - 1;
    return last && network.settings().shortcut() ? shortcut(site, task) : value;
  }

  /** ReLU(BN(conv1x1(concat of all fused features, resized to the last one's size))), as a sum of convolutions. */
  private SDVariable shortcut(FusionSite last, String task) {
    String name = task + "/shortcut";
    SDVariable sum = joined(name, "shortcut." + task, features.get(task), new Convolution("shortcut", last.channels(), 1, 1, 0, 1, 1, false)); // [N, C, H, W]
    LayerName norm = new LayerName(name + ".norm", "shortcut." + task);
    return scope.relu(name + ".relu", scope.batchNorm(norm, sum, new BatchNorm("shortcut", FusionSettings.EPSILON, network.settings().momentum(), true, true)));
  }

  /** A convolution of the concatenation of maps, each resized to the last one's size, as a sum of convolutions: of the parts, where their kernels are 1x1. */
  private SDVariable joined(String name, String parameters, Map<Integer, SDVariable> maps, Convolution layer) {
    SDVariable deepest = maps.values().stream().reduce((a, b) -> b).orElseThrow();
    Shape size = scope.shape(deepest);
    int channels = maps.values().stream().mapToInt(map -> scope.shape(map).channels()).sum();
    long taps = (long) layer.kernel() * layer.kernel();
    Initializer first = scope.initialization().weight(taps * channels, taps * layer.outputs());
    SDVariable sum = null;
    for (Map.Entry<Integer, SDVariable> map : maps.entrySet()) {
      SDVariable resized = resized(map.getValue(), size); // [N, C', H, W]
      String part = "." + map.getKey();
      SDVariable term = scope.convolution(new LayerName(name + part, parameters + part), resized, layer, first, first); // [N, C, H, W]
      sum = sum == null ? term : scope.shaped(sum.add(name + part + ".sum", term), new Shape(layer.outputs(), size.height(), size.width()));
    }
    return sum;
  }

  private SDVariable resized(SDVariable map, Shape size) {
    return scope.once("resized " + map.name(), () -> scope.shaped(
        Resize.bilinearCorners(map, size.height(), size.width()), new Shape(scope.shape(map).channels(), size.height(), size.width())));
  }

  /** The auxiliary predictions of all wanted tasks. */
  void auxiliary() {
    List<Integer> sites = network.auxiliarySites();
    for (Task task : network.tasks()) {
      if (!sites.isEmpty() && scope.tasks().contains(task.name())) {
        Map<Integer, SDVariable> maps = new LinkedHashMap<>();
        sites.forEach(site -> maps.put(site, features.get(task.name()).get(site)));
        scope.expose("auxiliary." + task.name(), auxiliary(task, maps));
      }
    }
  }

  private SDVariable auxiliary(Task task, Map<Integer, SDVariable> maps) {
    String name = task.name() + "/auxiliary";
    String parameters = "auxiliary." + task.name();
    checkSize(task.name(), maps);
    SDVariable x = joined(name + ".conv1", parameters + ".conv1", maps, new Convolution("conv1", WIDTH, 3, 1, 1, 1, 1, false)); // [N, 256, h, w]
    BatchNorm norm = new BatchNorm("bn1", FusionSettings.EPSILON, network.settings().momentum(), true, true);
    x = scope.relu(name + ".relu", scope.batchNorm(new LayerName(name + ".norm", parameters + ".bn1"), x, norm)); // [N, 256, h, w]
    x = scope.channelDropout(name + ".dropout", x, DROPOUT);
    return scope.convolution(new LayerName(name, parameters + ".conv2"), x, new Convolution("conv2", task.outputs(), 1, 1, 0, 1, 1, true)); // [N, outputs, h, w]
  }

  private void checkSize(String task, Map<Integer, SDVariable> maps) {
    int last = maps.keySet().stream().reduce((a, b) -> b).orElseThrow();
    Shape has = scope.shape(maps.get(last));
    Shape end = scope.shape(scope.sameDiff().getVariable(task + "/prediction"));
    if (has.height() != end.height() || has.width() != end.width()) {
      String sites = network.space().sites().stream().filter(site -> site.stride() == network.space().sites().get(network.space().sites().size() - 1).stride())
          .map(FusionSite::key).collect(Collectors.joining(", "));
      throw new InvalidInputException("the last auxiliary site " + network.space().sites().get(last).key() + " has a map of " + has.height() + "x" + has.width()
          + ", but must have that of the prediction, " + end.height() + "x" + end.width() + "; such sites are " + sites);
    }
  }
}
