package org.automtl4j.graph.model.published;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.mtlnas.FusionNames;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionOperator;
import org.automtl4j.graph.network.BackboneCopy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Where the entries of a network that the code of NDDR-CNN or MTL-NAS saves stand in ours: {@code net1.stages...}, {@code paths...}, {@code nddrs...}. A published
 * kernel of concatenated features is several of ours, one for each feature.
 */
public final class FusionEntries {
  private static final Map<String, String> PARTS = Map.of("weight", "gamma", "bias", "beta", "running_mean", "mean", "running_var", "variance");

  private final FusionNetwork network;
  private final Map<String, Integer> convolutions = new HashMap<>();
  private final Map<String, Integer> norms = new HashMap<>();
  private final List<Integer> convolutionLayers;
  private final List<Integer> normLayers;

  /**
   * An entry of a published state.
   *
   * @param name its name
   * @param shape its shape
   */
  public record Entry(String name, long[] shape) {}

  /**
   * @param network ours
   * @param parameters the published parameters in order, which tell which module is which layer
   */
  public FusionEntries(FusionNetwork network, List<Entry> parameters) {
    this.network = network;
    this.convolutionLayers = network.backbone().nodes().stream().filter(node -> node.layer() instanceof Convolution).map(Node::index).toList();
    this.normLayers = network.backbone().nodes().stream().filter(node -> node.layer() instanceof BatchNorm).map(Node::index).toList();
    Map<String, Integer> nextConvolution = new HashMap<>();
    Map<String, Integer> nextNorm = new HashMap<>();
    for (Entry entry : parameters) {
      String module = module(entry.name());
      String net = entry.name().startsWith("net") ? entry.name().substring(0, 4) : "";
      if (entry.name().matches("(net\\d\\.)?(stages|head)\\..*weight")) {
        (entry.shape().length == 4 ? convolutions : norms).put(module, (entry.shape().length == 4 ? nextConvolution : nextNorm).merge(net, 1, Integer::sum) - 1);
      }
    }
  }

  private static String module(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /**
   * @param entry a published entry
   * @return our parameters that it is made of, in the order of its columns; none for an entry of another network
   */
  public List<String> ours(Entry entry) {
    String name = entry.name();
    String module = module(name);
    String part = name.substring(name.lastIndexOf('.') + 1);
    String[] words = name.split("\\.");
    if (name.startsWith("paths.")) {
      String task = task(words[1].charAt(3) - '1');
      int site = Integer.parseInt(words[2]);
      return words[3].equals("bn") ? List.of(FusionNames.fusion(site, task) + "." + PARTS.get(part)) : terms(site, task, List.of(task));
    }
    if (name.startsWith("nddrs.")) {
      return nddr(Integer.parseInt(words[2]), words[3], part);
    }
    if (name.startsWith("aux_conv")) {
      String prefix = "auxiliary." + task(words[0].charAt(8) - '1');
      return switch (words[1]) {
        case "0" -> network.auxiliarySites().stream().map(site -> prefix + ".conv1." + site + ".weight").toList();
        case "1" -> List.of(prefix + ".bn1." + PARTS.get(part));
        default -> List.of(prefix + ".conv2." + part);
      };
    }
    String task = task(name.startsWith("net") ? name.charAt(3) - '1' : 0);
    if (convolutions.containsKey(module)) {
      int i = convolutions.get(module);
      return List.of(i < convolutionLayers.size() ? BackboneCopy.parameter(task, convolutionLayers.get(i), part) : "head." + task + ".conv" + (i - convolutionLayers.size() + 1)
          + "." + part);
    }
    if (!norms.containsKey(module)) {
      return List.of();
    }
    int i = norms.get(module);
    return List.of(i < normLayers.size() ? BackboneCopy.parameter(task, normLayers.get(i), PARTS.get(part)) : "head." + task + ".bn" + (i - normLayers.size() + 1) + "."
        + PARTS.get(part));
  }

  private List<String> nddr(int site, String word, String part) {
    FusionOperator operator = network.settings().operator();
    if (operator == FusionOperator.CROSS_STITCH) { // y1 = a11 x1 + a21 x2, y2 = a12 x1 + a22 x2
      String target = task(word.charAt(2) - '1');
      String source = task(word.charAt(1) - '1');
      return List.of(target.equals(source) ? FusionNames.own(site, target, operator) : FusionNames.edge(new Edge(target, source, site, site), operator));
    }
    String task = task(operator == FusionOperator.SINGLE_SIDE ? 1 : word.endsWith("2") ? 1 : 0);
    if (word.startsWith("bn")) {
      return List.of(FusionNames.fusion(site, task) + "." + PARTS.get(part));
    }
    List<String> order = operator == FusionOperator.NDDR ? network.space().tasks() : List.of(task);
    return terms(site, task, order);
  }

  /** The own kernel and those of the edges; of equal sites in the order of the tasks that are given first. */
  private List<String> terms(int site, String task, List<String> order) {
    FusionOperator operator = network.settings().operator();
    List<String> names = new ArrayList<>();
    List<Edge> edges = new ArrayList<>(network.space().incoming(task, site));
    for (String first : order) {
      if (first.equals(task)) {
        names.add(FusionNames.own(site, task, operator));
      } else {
        edges.stream().filter(edge -> edge.source().equals(first)).forEach(edge -> names.add(FusionNames.edge(edge, operator)));
        edges.removeIf(edge -> edge.source().equals(first));
      }
    }
    edges.forEach(edge -> names.add(FusionNames.edge(edge, operator)));
    return names;
  }

  private String task(int index) {
    return network.space().tasks().get(index);
  }

  /**
   * @param entry a published entry
   * @param numbers ours by name
   * @return its numbers in the published layout, row by row
   */
  public double[] read(Entry entry, Function<String, INDArray> numbers) {
    INDArray[] parts = ours(entry).stream().map(numbers).map(a -> a.rank() == 4 ? a.permute(3, 2, 0, 1) : a).toArray(INDArray[]::new);
    INDArray whole = parts.length == 1 ? parts[0] : Nd4j.concat(parts[0].rank() == 4 ? 1 : 0, parts);
    return whole.dup('c').reshape(whole.length()).toDoubleVector();
  }

  /**
   * @param entry a published entry
   * @param published its numbers, in the published layout
   * @param shapes of our parameters by name
   * @return ours by name
   */
  public Map<String, INDArray> write(Entry entry, INDArray published, Function<String, long[]> shapes) {
    Map<String, INDArray> result = new HashMap<>();
    long from = 0;
    for (String name : ours(entry)) {
      long[] shape = shapes.apply(name);
      if (published.rank() == 4) {
        INDArray part = published.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + shape[2]),
            NDArrayIndex.all(), NDArrayIndex.all());
        result.put(name, part.permute(2, 3, 1, 0).dup('c'));
        from += shape[2];
      } else if (published.rank() == 0) {
        result.put(name, published.reshape(1));
      } else {
        result.put(name, published.get(NDArrayIndex.interval(from, from + shape[0])).dup());
        from += shape[0];
      }
    }
    return result;
  }
}
