package org.automtl4j.graph.mtlnas;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Pooling;

/** Finds the fusion sites of a backbone and the groups that they form. */
final class SiteFinder {
  private final Backbone backbone;
  private final List<Node> nodes;
  private final BitSet needed = new BitSet();
  private final List<List<Node>> readers = new ArrayList<>();
  private final int[] strides;

  SiteFinder(Backbone backbone) {
    this.backbone = backbone;
    this.nodes = backbone.nodes();
    this.strides = new int[nodes.size()];
    for (Node node : nodes) {
      int own = node.layer() instanceof Convolution c ? c.stride() : node.layer() instanceof Pooling p && !p.global() ? p.stride() : 1;
      strides[node.index()] = own * node.inputs().stream().mapToInt(input -> input == Node.DATA ? 1 : strides[input]).max().orElseThrow();
    }
    needed.set(nodes.size() - 1);
    nodes.forEach(node -> readers.add(new ArrayList<>()));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (needed.get(i)) {
        node.inputs().stream().filter(input -> input != Node.DATA).forEach(input -> {
          needed.set(input);
          readers.get(input).add(node);
        });
      }
    }
  }

  List<FusionSite> find(SiteRule rule) {
    List<Integer> layers;
    if (rule instanceof SiteRule.Listed listed) {
      layers = listed(listed.layers());
    } else {
      BitSet found = new BitSet();
      for (Node node : nodes) {
        if (needed.get(node.index())) {
          int end = rule instanceof SiteRule.Convolutions ? convolutionEnd(node) : poolingEnd(node);
          if (end >= 0 && isCut(end)) {
            found.set(end);
          }
        }
      }
      layers = found.stream().boxed().toList();
    }
    if (layers.isEmpty()) {
      throw new InvalidInputException("backbone " + backbone.name() + " has no fusion site: no "
          + (rule instanceof SiteRule.Poolings ? "pooling" : "convolution") + " that all later layers read from; list layers as sites, allowed are " + possible());
    }
    return grouped(layers);
  }

  /** The last of convolution, BatchNorm and activation, or of the join behind them and its activation. -1 where no such chain begins. */
  private int convolutionEnd(Node node) {
    if (node.layer() instanceof Convolution) {
      return activated(follow(node, BatchNorm.class).index());
    }
    return node.layer() instanceof Eltwise ? activated(node.index()) : -1;
  }

  private int activated(int layer) {
    List<Node> next = readers.get(layer);
    return next.size() == 1 && next.get(0).layer().isActivation() ? next.get(0).index() : layer;
  }

  private Node follow(Node node, Class<? extends Layer> type) {
    List<Node> next = readers.get(node.index());
    return next.size() == 1 && type.isInstance(next.get(0).layer()) ? next.get(0) : node;
  }

  private int poolingEnd(Node node) {
    boolean pooling = node.layer() instanceof Pooling p && !p.global();
    return pooling && follow(node, Pooling.class) == node ? node.index() : -1;
  }

  /** Whether everything later goes through this layer, and it is not just joined with something: then it is inside a block. */
  private boolean isCut(int layer) {
    for (Node node : nodes.subList(layer + 1, nodes.size())) {
      if (needed.get(node.index()) && node.inputs().stream().anyMatch(input -> input < layer)) {
        return false;
      }
    }
    return true;
  }

  private List<Integer> listed(List<String> names) {
    List<Integer> layers = new ArrayList<>();
    for (String name : names) {
      List<Node> called = nodes.stream().filter(node -> node.layer().name().equals(name)).toList();
      List<Node> found = called.isEmpty() ? nodes.stream().filter(node -> node.top().equals(name)).toList() : called;
      if (found.isEmpty()) {
        throw new InvalidInputException("fusion site '" + name + "': backbone " + backbone.name() + " has no such layer; possible are " + possible());
      }
      int layer = found.get(found.size() - 1).index();
      if (!needed.get(layer) || !isCut(layer)) {
        throw new InvalidInputException("fusion site '" + name + "': later layers of backbone " + backbone.name()
            + " go past it, so that not all would read what is fused; possible are " + possible());
      }
      if (!layers.isEmpty() && layer <= layers.get(layers.size() - 1)) {
        throw new InvalidInputException("fusion site '" + name + "' must stand behind the one before it in the list; found " + String.join(", ", names));
      }
      layers.add(layer);
    }
    return layers;
  }

  private String possible() {
    String names = nodes.stream().filter(node -> needed.get(node.index()) && isCut(node.index())).map(node -> node.layer().name()).collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }

  private List<FusionSite> grouped(List<Integer> layers) {
    List<FusionSite> sites = new ArrayList<>();
    for (int layer : layers) {
      int channels = backbone.channels(layer);
      int stride = strides[layer];
      int group = 0;
      if (!sites.isEmpty()) {
        FusionSite before = sites.get(sites.size() - 1);
        boolean together = before.channels() == channels && before.stride() == stride && nodes.subList(before.layer() + 1, layer + 1).stream().noneMatch(this::resizes);
        group = before.group() + (together ? 0 : 1);
      }
      sites.add(new FusionSite(sites.size(), layer, nodes.get(layer).layer().name(), channels, stride, group));
    }
    return List.copyOf(sites);
  }

  private boolean resizes(Node node) {
    return needed.get(node.index()) && (node.layer() instanceof Pooling || node.layer() instanceof Convolution c && c.stride() > 1);
  }
}
