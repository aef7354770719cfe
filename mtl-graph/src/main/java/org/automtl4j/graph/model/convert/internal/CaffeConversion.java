package org.automtl4j.graph.model.convert.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.FiniteNumbers;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.PRelu;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.prototxt.internal.BackboneReader;
import org.automtl4j.graph.prototxt.internal.CaffeBackbone;
import org.automtl4j.graph.prototxt.internal.SourceText;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** From a prototxt of Caffe's, and the numbers beside it, to a backbone that computes the same. */
public final class CaffeConversion {
  private static final double SMALLEST_FACTOR = 1e-10;

  private final Map<String, List<INDArray>> blobs;
  private final String source;
  private final Map<String, INDArray> numbers = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private CaffeConversion(Map<String, List<INDArray>> blobs, String source) {
    this.blobs = blobs;
    this.source = source;
  }

  /**
   * A converted network.
   *
   * @param backbone its layers
   * @param numbers by {@code LAYER.PART}
   * @param preprocessing what happens to images first, if a layer of the file says so
   * @param remarks what a reader should know
   */
  public record Converted(Backbone backbone, Map<String, INDArray> numbers, Optional<Preprocessing> preprocessing, List<String> remarks) {}

  /**
   * @param prototxt the layers
   * @param weights the numbers, a {@code .caffemodel}
   * @param feature name of the layer or of the top where the backbone ends
   * @param outputStride 0: as it is; else see {@link OutputStride}
   * @return the backbone
   * @throws InvalidInputException if a file cannot be read, or numbers are not those of the layers
   */
  public static Converted convert(Path prototxt, Optional<Path> weights, Optional<String> feature, int outputStride) {
    CaffeBackbone read = BackboneReader.convert(SourceText.of(prototxt), feature);
    CaffeConversion conversion = new CaffeConversion(weights.map(CaffeModel::read).orElse(Map.of()), weights.map(Path::toString).orElse(prototxt.toString()));
    Backbone backbone = read.noted().backbone();
    Assembly names = new Assembly();
    List<Node> nodes = new ArrayList<>();
    for (Node node : backbone.nodes()) {
      Layer layer = node.layer().named(names.name(node.layer().name()));
      nodes.add(new Node(node.index(), layer, node.top(), node.bottoms(), node.inputs()));
      conversion.take(layer, backbone.inputChannelsOf(node.index()), read.sources().getOrDefault(node.layer().name(), List.of()));
    }
    if (!conversion.problems.isEmpty()) {
      throw new InvalidInputException(conversion.source + ": " + String.join("; ", conversion.problems));
    }
    List<Node> strided = outputStride == 0 ? nodes : OutputStride.apply(nodes, outputStride);
    Backbone result = Backbone.of(backbone.name(), backbone.inputChannels(), strided);
    Shape header = backbone.headerShape().orElse(new Shape(0, 0, 0));
    List<String> remarks = new ArrayList<>(read.noted().remarks());
    Optional<Preprocessing> images = read.images().map(i -> new Preprocessing(ChannelOrder.BGR, i.mean(), Collections.nCopies(i.mean().size(), 1 / i.scale())));
    return new Converted(header.height() > 0 ? result.withHeader(header.height(), header.width()) : result, conversion.numbers, images, remarks);
  }

  private void take(Layer layer, int inputs, List<String> names) {
    List<INDArray> found = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (String name : names) {
      List<INDArray> own = blobs.getOrDefault(name, List.of());
      counts.add(own.size());
      found.addAll(own);
    }
    if (found.isEmpty()) {
      return;
    }
    if (layer instanceof Convolution c) {
      INDArray kernel = shaped(layer, found, 0, c.outputs(), inputs / c.groups(), c.kernel(), c.kernel());
      put(layer, "weight", kernel.permute(2, 3, 1, 0).dup('c'));
      if (c.bias()) {
        put(layer, "bias", shaped(layer, found, 1, c.outputs()));
      }
    } else if (layer instanceof InnerProduct l) {
      put(layer, "weight", shaped(layer, found, 0, l.outputs(), inputs).transpose().dup('c'));
      if (l.bias()) {
        put(layer, "bias", shaped(layer, found, 1, l.outputs()));
      }
    } else if (layer instanceof PRelu) {
      put(layer, PRelu.SLOPE, shaped(layer, found, 0, inputs));
    } else if (layer instanceof BatchNorm b) {
      batchNorm(b, inputs, found, counts);
    }
  }

  /** Caffe keeps sums of means and variances and by how much they are to be divided; a Scale behind it, or its own type BN, has gamma and beta. */
  private void batchNorm(BatchNorm layer, int channels, List<INDArray> found, List<Integer> counts) {
    boolean own = counts.size() == 1 && layer.affine();
    int first = own ? 2 : 0;
    if (found.size() < first + 2) {
      problems.add("layer " + layer.name() + " has " + found.size() + " blobs, needs mean and variance" + (own ? ", scale and shift" : ""));
      return;
    }
    double factor = own || counts.get(0) < 3 ? 1 : found.get(2).getDouble(0);
    double divisor = Math.abs(factor) < SMALLEST_FACTOR ? 0 : 1 / factor;
    put(layer, "mean", shaped(layer, found, first, channels).mul(divisor));
    put(layer, "variance", shaped(layer, found, first + 1, channels).mul(divisor));
    if (layer.affine()) {
      int gamma = own ? 0 : counts.get(0);
      put(layer, "gamma", found.size() > gamma ? shaped(layer, found, gamma, channels) : Nd4j.ones(channels));
      put(layer, "beta", found.size() > gamma + 1 ? shaped(layer, found, gamma + 1, channels) : Nd4j.zeros(channels));
    }
  }

  private INDArray shaped(Layer layer, List<INDArray> found, int blob, long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    if (blob >= found.size() || found.get(blob).length() != length) {
      problems.add("layer " + layer.name() + " needs " + Arrays.toString(shape) + ", found "
          + (blob >= found.size() ? "only " + found.size() + " blobs" : Arrays.toString(found.get(blob).shape())));
      return Nd4j.zeros(shape);
    }
    return found.get(blob).reshape(shape);
  }

  private void put(Layer layer, String part, INDArray values) {
    numbers.put(layer.name() + "." + part, FiniteNumbers.check(values, source + ": layer " + layer.name()));
  }
}
