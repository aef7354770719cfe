package org.automtl4j.graph.model.convert;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.mutation.ByteMutator;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.Mutator;
import org.automtl4j.golden.mutation.TextMutator;
import org.automtl4j.golden.mutation.ZipMutator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks of other programs, whatever stands in their files. */
class DamagedNetworksTest extends MutationContract {
  private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures");

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    Mutator text = new TextMutator();
    Mutator numbers = new ByteMutator(128);
    List<byte[]> onnx = List.of(Files.readAllBytes(FIXTURES.resolve("formats/small-0.1.onnx")), Files.readAllBytes(FIXTURES.resolve("onnx/residual-batchnorm.onnx")),
        Files.readAllBytes(FIXTURES.resolve("onnx/normalised.onnx")));
    Path net = Files.writeString(folder.resolve("whole.prototxt"), CaffeModelTest.NET);
    INDArray linear = CaffeModelTest.random("fc", -1, 1, 2, 4 * 4 * 4);
    List<byte[]> caffe = List.of(CaffeModelTest.numbers(false, linear), CaffeModelTest.numbers(true, linear));
    Path caffemodel = Files.write(folder.resolve("whole.caffemodel"), caffe.get(0));
    Path exporters = FIXTURES.resolve("onnx/exporters");
    List<byte[]> exported = new ArrayList<>();
    for (String name : List.of("concat", "constant-as-a-number", "frozen-batchnorm", "half-precision", "squeeze-and-excitation", "zero-pad-opset13", "beside/net")) {
      exported.add(Files.readAllBytes(exporters.resolve(name + ".onnx")));
    }
    Files.copy(exporters.resolve("beside/k_ext.onnx.data"), folder.resolve("k_ext.onnx.data"));
    return List.of(
        new MutatedFormat("caffe", "net.prototxt", CaffeModelTest.NET.getBytes(StandardCharsets.UTF_8), text, file -> BackboneConverter.of(file).weights(caffemodel).convert(),
            InvalidInputException.class),
        new MutatedFormat("caffemodel", "net.caffemodel", caffe, new ByteMutator(), file -> BackboneConverter.of(net).weights(file).convert(), InvalidInputException.class, 64L << 20),
        new MutatedFormat("onnx", "net.onnx", onnx, new ByteMutator(2000), file -> BackboneConverter.of(file).convert(), InvalidInputException.class, 64L << 20),
        new MutatedFormat("onnx of exporters", "net.onnx", exported, new ByteMutator(2000), file -> BackboneConverter.of(file).convert(), InvalidInputException.class, 64L << 20),
        new MutatedFormat("deeplearning4j", "net.zip", Files.readAllBytes(FIXTURES.resolve("formats/small-0.1.zip")),
            new ZipMutator(name -> name.endsWith(".json") ? text : numbers), file -> BackboneConverter.of(file).convert(), InvalidInputException.class),
        new MutatedFormat("weights", "a.weights.npz", Files.readAllBytes(FIXTURES.resolve("formats/narrow-0.1.weights.npz")), new ZipMutator(name -> numbers), file -> {
          WeightsFile.read(file);
          WeightsFile.preprocessing(file);
        }, InvalidInputException.class));
  }
}
