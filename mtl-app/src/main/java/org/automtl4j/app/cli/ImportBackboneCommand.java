package org.automtl4j.app.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.model.convert.BackboneConverter;
import org.automtl4j.graph.model.convert.ConvertedBackbone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code automtl import backbone}. */
@Command(
    name = "backbone",
    description = {
      "Makes a backbone and its weights of a CNN: an ONNX file, as torch.onnx.export writes it, or the zip of a Deeplearning4j ComputationGraph or MultiLayerNetwork.",
      "The weights go beside the prototxt, as NAME.weights.npz; a run starts from them with the key 'weights'."
    })
final class ImportBackboneCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A file that ends in .onnx, or a zip of Deeplearning4j's ModelSerializer.")
  private Path source;

  @Option(names = "--out", paramLabel = "FILE.prototxt", required = true, description = "The file to write.")
  private Path out;

  @Option(names = "--feature", paramLabel = "NODE", description = "The node where the backbone ends (default: where the network ends).")
  private Optional<String> feature;

  @Option(names = "--output-stride", paramLabel = "N",
      description = "8, 16 or 32: turns later strides into dilation, with unchanged weights, so that maps become no coarser.")
  private Optional<Integer> outputStride;

  @Option(names = "--overwrite", description = "Replaces existing files.")
  private boolean overwrite;

  @Override
  public Integer call() {
    for (Path file : List.of(out, ConvertedBackbone.weightsFile(out))) {
      if (Files.exists(file) && !overwrite) {
        throw new InvalidInputException(file + ": found a file, allowed: a new one, or --overwrite");
      }
    }
    BackboneConverter converter = BackboneConverter.of(source);
    feature.ifPresent(converter::feature);
    outputStride.ifPresent(converter::outputStride);
    ConvertedBackbone converted = converter.convert();
    converted.write(out);
    report(converted, spec.commandLine().getOut());
    return AutoMtl.DONE;
  }

  private void report(ConvertedBackbone converted, PrintWriter to) {
    to.println(out + ": " + converted.backbone());
    to.println(String.format(Locale.ROOT, "%s: %,d arrays", ConvertedBackbone.weightsFile(out), converted.weights().arrays().size()));
    List<String> without = converted.layersWithoutWeights();
    to.println(without.isEmpty() ? "Every layer with parameters has its weights." : "Layers without weights, which start at random: "
        + String.join(", ", without));
    to.println(converted.preprocessing().map(p -> "Input: {order: " + p.order() + ", mean: " + p.mean() + ", std: " + p.std() + "}, pixels in 0..255")
        .orElse("The source does not say how images are prepared; models of torchvision read RGB, mean [123.675, 116.28, 103.53], std [58.395, 57.12, 57.375]."));
    converted.remark().ifPresent(to::println);
    if (converted.single()) {
      to.println("Its output is one vector per image. For dense tasks end it at a map: --feature NODE.");
    }
  }
}
