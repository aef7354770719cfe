package org.automtl4j.graph.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.Preprocessing;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;

/** Networks of Deeplearning4j, with the layers that its zoo uses, become backbones that compute the same. */
class Dl4jConverterTest {
  @TempDir Path folder;

  /** As the zoo's ResNet50 is made: zeros before a convolution, BatchNorms with a global ReLU that they do not apply, a sum. */
  private static ComputationGraph graph() {
    var builder = new NeuralNetConfiguration.Builder().seed(3).activation(Activation.RELU).graphBuilder().addInputs("image");
    builder.addLayer("zeros", new ZeroPaddingLayer(3, 3), "image");
    builder.addLayer("conv", new ConvolutionLayer.Builder(7, 7).stride(2, 2).nOut(6).activation(Activation.IDENTITY).build(), "zeros");
    builder.addLayer("norm", new BatchNormalization.Builder().useLogStd(true).build(), "conv");
    builder.addLayer("act", new ActivationLayer(Activation.RELU), "norm");
    builder.addLayer("pool", new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(3, 3).stride(2, 2).build(), "act");
    builder.addLayer("deep", new DepthwiseConvolution2D.Builder().kernelSize(3, 3).depthMultiplier(1).padding(1, 1).activation(Activation.RELU6).nIn(6).nOut(6).build(), "pool");
    builder.addLayer("norm2", new BatchNormalization.Builder().useLogStd(false).build(), "deep");
    builder.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "pool", "norm2");
    builder.addLayer("global", new GlobalPoolingLayer(PoolingType.AVG), "sum");
    builder.addLayer("dense", new DenseLayer.Builder().nOut(4).activation(Activation.RELU).build(), "global");
    builder.addLayer("out", new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(), "dense");
    ComputationGraph graph = new ComputationGraph(builder.setOutputs("out").setInputTypes(InputType.convolutional(32, 32, 3)).build());
    graph.init();
    graph.params().addi(Nets.random(DataType.FLOAT, 4, graph.params().shape()).muli(.2));
    graph.getLayer("norm2").getParam("var").assign(Nets.random(DataType.FLOAT, 5, 1, 6).muli(.2).addi(1));
    return graph;
  }

  private Path write(Model network, String name) throws IOException {
    Path file = folder.resolve(name);
    ModelSerializer.writeModel(network, file.toFile(), false);
    return file;
  }

  @Test
  void aComputationGraphComputesTheSameUpToAnyFeature() throws Exception {
    ComputationGraph graph = graph();
    Path file = write(graph, "graph.zip");
    INDArray images = Nets.random(DataType.FLOAT, 1, 2, 3, 32, 32);
    Map<String, INDArray> expected = graph.feedForward(images.dup(), false);
    // An ActivationLayer overwrites what it reads, so there is nothing to compare "norm" with.
    for (String feature : List.of("act", "pool", "deep", "sum", "dense")) {
      ConvertedBackbone converted = BackboneConverter.of(file).feature(feature).convert();
      assertThat(converted.layersWithoutWeights()).isEmpty();
      INDArray found = BackboneConverterTest.features(converted.backbone(), converted.weights(), images);
      BackboneConverterTest.close(found.reshape(expected.get(feature).shape()), expected.get(feature));
    }
  }

  @Test
  void aMultiLayerNetworkComputesTheSame() throws Exception {
    MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(2).list()
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).padding(1, 1).build())
        .layer(new SubsamplingLayer.Builder(PoolingType.AVG).kernelSize(2, 2).stride(2, 2).build())
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(5).hasBias(false).activation(Activation.IDENTITY).dilation(1, 1).build())
        .layer(new GlobalPoolingLayer(PoolingType.MAX)).layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
        .setInputType(InputType.convolutional(16, 16, 3)).build());
    network.init();
    Path file = write(network, "layers.zip");
    INDArray images = Nets.random(DataType.FLOAT, 1, 2, 3, 16, 16);
    ConvertedBackbone converted = BackboneConverter.of(file).feature("layer2").convert();
    INDArray expected = network.feedForward(images.dup(), false).get(3);
    BackboneConverterTest.close(BackboneConverterTest.features(converted.backbone(), converted.weights(), images), expected);
  }

  @Test
  void aNormaliserInTheZipSaysHowImagesArePrepared() throws Exception {
    Path file = write(graph(), "graph.zip");
    ModelSerializer.addNormalizerToModel(file.toFile(), new ImagePreProcessingScaler(-1, 1));
    assertThat(BackboneConverter.of(file).feature("sum").convert().preprocessing())
        .contains(new Preprocessing(ChannelOrder.BGR, List.of(127.5, 127.5, 127.5), List.of(127.5, 127.5, 127.5)));
  }

  @Test
  void whatABackboneCannotHaveIsOneErrorThatNamesEachVertex() throws Exception {
    var builder = new NeuralNetConfiguration.Builder().graphBuilder().addInputs("image");
    builder.addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(6).activation(Activation.SWISH).build(), "image");
    builder.addLayer("up", new Upsampling2D.Builder(2).build(), "conv");
    builder.addLayer("last", new ConvolutionLayer.Builder(3, 3).nOut(6).activation(Activation.RELU).build(), "up");
    ComputationGraph graph = new ComputationGraph(builder.setOutputs("last").setInputTypes(InputType.convolutional(16, 16, 3)).build());
    graph.init();
    Path file = write(graph, "graph.zip");
    assertThatThrownBy(() -> BackboneConverter.of(file).convert()).isInstanceOf(InvalidInputException.class).hasMessageContaining("'conv'").hasMessageContaining("'up'");
  }

  @Test
  void aConfigurationThatWantsMoreNumbersThanTheFileHasIsRefusedBeforeAnythingIsAllocated() throws Exception {
    Path file = write(graph(), "graph.zip");
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    assertThat(json).contains("\"nout\" : 6");
    entries.put("configuration.json", json.replace("\"nout\" : 6", "\"nout\" : 60000000").getBytes(StandardCharsets.UTF_8));
    Path hostile = folder.resolve("hostile.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(hostile))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    assertThatThrownBy(() -> BackboneConverter.of(hostile).convert()).isInstanceOf(InvalidInputException.class).hasMessageContaining("hostile.zip");
  }

  @Test
  void foreignFilesAreRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("text.zip"), "no zip");
    assertThatThrownBy(() -> BackboneConverter.of(text).convert()).isInstanceOf(InvalidInputException.class).hasMessageContaining("text.zip");
    assertThatThrownBy(() -> BackboneConverter.of(folder.resolve("nowhere.zip")).convert()).isInstanceOf(InvalidInputException.class).hasMessageContaining("nowhere.zip");
  }
}
