package org.automtl4j.graph.model.convert;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.mutation.ByteMutator;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.Mutator;
import org.automtl4j.golden.mutation.TextMutator;
import org.automtl4j.golden.mutation.ZipMutator;

/** Networks of other programs, whatever stands in their files. */
class DamagedNetworksTest extends MutationContract {
  private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures");

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    Mutator text = new TextMutator();
    Mutator numbers = new ByteMutator(128);
    List<byte[]> onnx = List.of(Files.readAllBytes(FIXTURES.resolve("formats/small-0.1.onnx")), Files.readAllBytes(FIXTURES.resolve("onnx/residual-batchnorm.onnx")),
        Files.readAllBytes(FIXTURES.resolve("onnx/normalised.onnx")));
    return List.of(
        new MutatedFormat("onnx", "net.onnx", onnx, new ByteMutator(2000), file -> BackboneConverter.of(file).convert(), InvalidInputException.class, 64L << 20),
        new MutatedFormat("deeplearning4j", "net.zip", Files.readAllBytes(FIXTURES.resolve("formats/small-0.1.zip")),
            new ZipMutator(name -> name.endsWith(".json") ? text : numbers), file -> BackboneConverter.of(file).convert(), InvalidInputException.class),
        new MutatedFormat("weights", "a.weights.npz", Files.readAllBytes(FIXTURES.resolve("formats/narrow-0.1.weights.npz")), new ZipMutator(name -> numbers), file -> {
          WeightsFile.read(file);
          WeightsFile.preprocessing(file);
        }, InvalidInputException.class));
  }
}
