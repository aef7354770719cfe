package org.automtl4j.graph.model.convert;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.BackboneWeights;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.model.convert.internal.CaffeConversion;
import org.automtl4j.graph.model.convert.internal.Conversions;
import org.automtl4j.graph.model.convert.internal.Dl4jConversion;
import org.automtl4j.graph.model.convert.internal.Listing;
import org.automtl4j.graph.model.convert.internal.OnnxConversion;
import org.automtl4j.graph.model.convert.internal.SourceKind;
import org.automtl4j.graph.model.convert.internal.SourceNetwork;
import org.automtl4j.graph.model.internal.onnx.OnnxReader;

/**
 * Makes a backbone of a network of another program: an ONNX file, as {@code torch.onnx.export} writes it for the CNNs of torchvision, a prototxt of
 * Caffe's with its caffemodel, or the zip of a Deeplearning4j {@code ComputationGraph} or {@code MultiLayerNetwork}. The backbone computes what the source computed, up to the order of sums.
 *
 * <pre>{@code
 * ConvertedBackbone resnet = BackboneConverter.of(Path.of("resnet18.onnx")).feature("/layer4/layer4.1/relu_1/Relu").outputStride(8).convert();
 * resnet.write(Path.of("resnet18.prototxt"));   // and resnet18.weights.npz
 * }</pre>
 */
public final class BackboneConverter {
  private final Path file;
  private Optional<String> feature = Optional.empty();
  private Optional<Path> weights = Optional.empty();
  private int outputStride;

  private BackboneConverter(Path file) {
    this.file = file;
  }

  /**
   * @param file a {@code .onnx} file, a {@code .zip} of Deeplearning4j's {@code ModelSerializer}, or a {@code .prototxt} of Caffe's
   * @return a converter
   */
  public static BackboneConverter of(Path file) {
    return new BackboneConverter(Objects.requireNonNull(file, "file"));
  }

  /**
   * @param node name of the node or module where the backbone ends; without this call it ends where the source does
   * @return this
   */
  public BackboneConverter feature(String node) {
    feature = Optional.of(node);
    return this;
  }

  /**
   * @param caffemodel the numbers of a prototxt of Caffe's; other files have their numbers themselves
   * @return this
   */
  public BackboneConverter weights(Path caffemodel) {
    weights = Optional.of(caffemodel);
    return this;
  }

  /**
   * Turns later strides into dilation, with unchanged weights. Dense tasks need maps that are not too coarse.
   *
   * @param pixels pixels of the input per pixel of the output: 8, 16 or 32
   * @return this
   * @throws InvalidInputException for another number
   */
  public BackboneConverter outputStride(int pixels) {
    if (!List.of(8, 16, 32).contains(pixels)) {
      throw new InvalidInputException("output stride: found " + pixels + ", allowed: 8, 16, 32");
    }
    outputStride = pixels;
    return this;
  }

  /**
   * @return the backbone and its numbers
   * @throws InvalidInputException if the file cannot be read, or has something that a backbone cannot have; the message lists all of it with the names of the nodes
   */
  public ConvertedBackbone convert() {
    SourceKind kind = SourceKind.of(file);
    if (kind == SourceKind.CAFFE) {
      CaffeConversion.Converted converted = named(file, () -> CaffeConversion.convert(file, weights, feature, outputStride));
      BackboneWeights numbers = new BackboneWeights(converted.numbers());
      named(weights.orElse(file), () -> {
        numbers.check(converted.backbone());
        return numbers;
      });
      Optional<String> remark = converted.remarks().isEmpty() ? Optional.empty() : Optional.of(String.join("\n", converted.remarks()));
      boolean single = converted.backbone().headerShape().map(shape -> converted.backbone().shapes(shape.height(), shape.width()))
          .filter(shapes -> shapes.get(shapes.size() - 1).height() == 1 && shapes.get(shapes.size() - 1).width() == 1).isPresent();
      return new ConvertedBackbone(converted.backbone(), numbers, converted.preprocessing(), single, remark);
    }
    if (weights.isPresent()) {
      throw new InvalidInputException(file + ": --weights belongs to a prototxt of Caffe's; this file has its numbers itself");
    }
    return named(file, () -> {
      SourceNetwork source = kind == SourceKind.ONNX ? OnnxConversion.convert(OnnxReader.read(file), feature, file.toString()) : Dl4jConversion.convert(file, feature);
      List<Node> nodes = Conversions.nodes(source.assembly(), outputStride);
      Backbone backbone = Backbone.of(name(), source.channels(), nodes);
      backbone = source.height() > 0 && source.width() > 0 ? backbone.withHeader(source.height(), source.width()) : backbone;
      BackboneWeights numbers = new BackboneWeights(Conversions.numbers(source.assembly()));
      numbers.check(backbone);
      return new ConvertedBackbone(backbone, numbers, source.preprocessing(), source.single(), source.remark());
    });
  }

  /** A refusal says which file it is about. */
  private <T> T named(Path about, Supplier<T> work) {
    try {
      return work.get();
    } catch (InvalidInputException e) {
      boolean says = e.getMessage().startsWith(file.toString()) || weights.filter(w -> e.getMessage().startsWith(w.toString())).isPresent();
      throw says ? e : new InvalidInputException(about + ": " + e.getMessage(), e);
    }
  }

  /**
   * @return the nodes of an ONNX file, or the layers of a prototxt, with the shapes that they give, to choose a feature of; one line each
   * @throws InvalidInputException if the file cannot be read
   */
  public List<String> list() {
    return switch (SourceKind.of(file)) {
      case ONNX -> OnnxConversion.list(OnnxReader.read(file), file.toString());
      case CAFFE -> Listing.of(CaffeConversion.convert(file, Optional.empty(), Optional.empty(), 0).backbone());
      case DL4J -> Listing.of(convert().backbone());
    };
  }

  private String name() {
    String name = file.getFileName().toString();
    return name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
  }
}
