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
      "Makes a backbone and its weights of a CNN: an ONNX file, as torch.onnx.export writes it, a prototxt of Caffe's with its caffemodel, or the zip of a Deeplearning4j"
          + " ComputationGraph or MultiLayerNetwork.",
      "The weights go beside the prototxt, as NAME.weights.npz; a run starts from them with the key 'weights'."
    })
final class ImportBackboneCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A file that ends in .onnx or .prototxt, or a zip of Deeplearning4j's ModelSerializer.")
  private Path source;

  @Option(names = "--out", paramLabel = "FILE.prototxt", description = "The file to write.")
  private Optional<Path> out;

  @Option(names = "--list", description = "Prints the nodes with their shapes, to choose a feature of, and writes nothing.")
  private boolean list;

  @Option(names = "--weights", paramLabel = "FILE.caffemodel", description = "The numbers of a prototxt of Caffe's.")
  private Optional<Path> weights;

  @Option(names = "--feature", paramLabel = "NODE", description = "The node, or the module, where the backbone ends (default: where the network ends).")
  private Optional<String> feature;

  @Option(names = "--output-stride", paramLabel = "N",
      description = "8, 16 or 32: turns later strides into dilation, with unchanged weights, so that maps become no coarser.")
  private Optional<Integer> outputStride;

  @Option(names = "--overwrite", description = "Replaces existing files.")
  private boolean overwrite;

  @Override
  public Integer call() {
    BackboneConverter converter = BackboneConverter.of(source);
    if (list) {
      converter.list().forEach(spec.commandLine().getOut()::println);
      return AutoMtl.DONE;
    }
    Path prototxt = out.orElseThrow(() -> new InvalidInputException("--out FILE.prototxt is missing: the file to write; --list shows what the source has"));
    for (Path file : List.of(prototxt, ConvertedBackbone.weightsFile(prototxt))) {
      if (Files.exists(file) && !overwrite) {
        throw new InvalidInputException(file + ": found a file, allowed: a new one, or --overwrite");
      }
    }
    feature.ifPresent(converter::feature);
    weights.ifPresent(converter::weights);
    outputStride.ifPresent(converter::outputStride);
    ConvertedBackbone converted = converter.convert();
    converted.write(prototxt);
    report(prototxt, converted, spec.commandLine().getOut());
    return AutoMtl.DONE;
  }

  private void report(Path prototxt, ConvertedBackbone converted, PrintWriter to) {
    to.println(prototxt + ": " + converted.backbone());
    int arrays = converted.weights().arrays().size();
    if (arrays == 0) {
      to.println("No numbers: every layer starts at random.");
    } else {
      to.println(String.format(Locale.ROOT, "%s: %,d %s", ConvertedBackbone.weightsFile(prototxt), arrays, arrays == 1 ? "array" : "arrays"));
      List<String> without = converted.layersWithoutWeights();
      to.println(without.isEmpty() ? "Every layer with parameters has its weights." : "Layers without weights, which start at random: " + String.join(", ", without));
    }
    converted.remark().ifPresent(to::println);
    if (converted.single()) {
      to.println("Its output is one vector per image. For dense tasks end it at a map: --feature NODE; --list shows the nodes.");
    }
    boolean caffe = source.toString().toLowerCase(Locale.ROOT).endsWith(".prototxt");
    to.println("For the configuration of a run" + (converted.preprocessing().isPresent() ? ":" : "; the file does not say how images are prepared, this is how models of "
        + (caffe ? "Caffe" : "torchvision") + " read them:"));
    to.println("backbone: " + prototxt);
    if (arrays > 0) {
      to.println("weights: " + ConvertedBackbone.weightsFile(prototxt));
    }
    to.println("input: " + converted.preprocessing().map(p -> "{order: " + p.order() + ", mean: " + p.mean() + ", std: " + p.std() + "}")
        .orElse(caffe ? "{order: BGR, mean: [104, 117, 123], std: [1, 1, 1]}" : "{order: RGB, mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375]}"));
  }
}
