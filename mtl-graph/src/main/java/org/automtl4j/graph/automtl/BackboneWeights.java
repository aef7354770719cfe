package org.automtl4j.graph.automtl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.network.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trained numbers of a backbone, by layer and part: {@code conv1.weight}, {@code bn1.gamma}. Names of parts are those of {@link ParameterNames}, and so are the layouts: kernels
 * [kH, kW, inputs/groups, outputs], linear layers [inputs, outputs], everything per channel [C].
 *
 * @param arrays by {@code LAYER.PART}
 */
public record BackboneWeights(Map<String, INDArray> arrays) {

  /** Keeps an unmodifiable copy in order. */
  public BackboneWeights {
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
  }

  /** @return no numbers at all */
  public static BackboneWeights none() {
    return new BackboneWeights(Map.of());
  }

  /**
   * @param layer a layer's name
   * @param part one of its parts
   * @return the key of its numbers
   */
  public static String key(String layer, String part) {
    return layer + "." + part;
  }

  /**
   * @param backbone a backbone
   * @return its layers that have parameters or statistics but not all of their numbers here, as messages name them
   */
  public List<String> layersWithout(Backbone backbone) {
    List<String> without = new ArrayList<>();
    for (Node node : backbone.nodes()) {
      if (!parts(backbone, node).keySet().stream().allMatch(part -> arrays.containsKey(key(node.layer().name(), part)))) {
        without.add(backbone.describe(node.index()));
      }
    }
    return without;
  }

  /**
   * Refuses numbers of another backbone.
   *
   * @param backbone what they are to be for
   * @throws InvalidInputException if a key or a shape is none of the backbone's; the message lists all of them
   */
  public void check(Backbone backbone) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    arrays.forEach((key, array) -> shapes.put(key, array.shape()));
    check(backbone, shapes);
  }

  /**
   * Refuses numbers of another backbone before they are read.
   *
   * @param backbone what they are to be for
   * @param shapes by {@code LAYER.PART}
   * @throws InvalidInputException if a key or a shape is none of the backbone's; the message lists all of them
   */
  public static void check(Backbone backbone, Map<String, long[]> shapes) {
    Map<String, long[]> wanted = new LinkedHashMap<>();
    Set<String> twice = new LinkedHashSet<>();
    for (Node node : backbone.nodes()) {
      parts(backbone, node).forEach((part, shape) -> {
        if (wanted.put(key(node.layer().name(), part), shape) != null) {
          twice.add(node.layer().name());
        }
      });
    }
    List<String> problems = new ArrayList<>();
    shapes.forEach((key, shape) -> {
      if (!wanted.containsKey(key)) {
        problems.add(key + " is none of its layers' parts");
      } else if (!Arrays.equals(wanted.get(key), shape)) {
        problems.add(key + " has shape " + Arrays.toString(shape) + ", not " + Arrays.toString(wanted.get(key)));
      }
    });
    twice.forEach(name -> problems.add("several layers are called " + name));
    if (!problems.isEmpty()) {
      throw new InvalidInputException("these weights are not those of backbone " + backbone.name() + ": " + String.join("; ", problems));
    }
  }

  /** What a layer has, and of which shape. */
  private static Map<String, long[]> parts(Backbone backbone, Node node) {
    Map<String, long[]> parts = new LinkedHashMap<>();
    node.layer().parts(backbone.inputChannelsOf(node.index())).forEach(part -> parts.put(part.name(), part.axes()));
    return parts;
  }

  /** Puts the numbers into the branches of a model: the shared ones, and copies into the specific ones. */
  void into(BranchNetwork model, Parameters store) {
    for (Node node : model.backbone().nodes()) {
      for (String part : parts(model.backbone(), node).keySet()) {
        INDArray numbers = arrays.get(key(node.layer().name(), part));
        if (numbers != null) {
          names(model, node, part).stream().filter(store::contains).forEach(name -> store.set(name, numbers));
        }
      }
    }
  }

  private static List<String> names(BranchNetwork model, Node node, String part) {
    List<String> names = new ArrayList<>(List.of(ParameterNames.layer(node.index(), part), ParameterNames.layer(node.index(), Branch.SHARED, "", part)));
    model.tasks().forEach(task -> names.add(ParameterNames.layer(node.index(), Branch.SPECIFIC, task.name(), part)));
    return names;
  }
}
