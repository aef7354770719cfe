package org.automtl4j.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.automtl4j.app.report.BackboneReport;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.mtlnas.FusionInspection;
import org.automtl4j.graph.mtlnas.FusionSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code automtl inspect}. */
@Command(name = "inspect", description = "Prints a backbone's layers: shapes, parameters, multiply-adds, and what tasks may choose there.")
final class InspectCommand implements Callable<Integer> {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,6})[xX](\\d{1,6})[xX](\\d{1,6})");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BACKBONE", description = "A prototxt file, or the name of a backbone that comes with the library.")
  private String backbone;

  @Option(names = "--input", paramLabel = "CxHxW", description = "Shape of the input, such as 3x224x224; by default the file's own, or 224x224.")
  private Optional<String> input;

  @Option(names = "--tasks", paramLabel = "N", defaultValue = "2", description = "How many tasks choose (default: ${DEFAULT-VALUE}).")
  private int tasks;

  @Option(names = "--method", paramLabel = "NAME", defaultValue = "automtl",
      description = "Whose choices are told: automtl, mtl-nas or nddr, which fuse copies of the backbone (default: ${DEFAULT-VALUE}).")
  private String method;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    if (tasks < 1) {
      throw new ParameterException(spec.commandLine(), "--tasks: found " + tasks + ", allowed: a whole number of at least 1");
    }
    Optional<Shape> given = input.map(this::shape);
    Backbone network = Backbone.resolve(backbone);
    Shape images = given.orElseGet(() -> BackboneReport.defaultInput(network));
    if (!method.equals("automtl")) {
      FusionInspection space = space(network, images);
      print(json ? space.toJson() + "\n" : space.table());
      return AutoMtl.DONE;
    }
    BackboneReport report = BackboneReport.of(network, images, tasks);
    print(json ? report.toJson() + "\n" : report.table());
    return AutoMtl.DONE;
  }

  private void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }

  /** What there is to search between copies of the backbone. */
  private FusionInspection space(Backbone network, Shape images) {
    FusionSettings settings = switch (method) {
      case "mtl-nas" -> FusionSettings.mtlNas();
      case "nddr" -> FusionSettings.nddr();
      default -> throw new ParameterException(spec.commandLine(), "--method: found '" + method + "', allowed: automtl, mtl-nas, nddr");
    };
    if (tasks < 2) {
      throw new ParameterException(spec.commandLine(), "--tasks: found " + tasks + ", allowed: a whole number of at least 2 for method " + method);
    }
    if (images.channels() != network.inputChannels()) {
      throw new InvalidInputException("--input: found " + images + ", allowed: the backbone's " + network.inputChannels() + " channels");
    }
    List<String> names = IntStream.rangeClosed(1, tasks).mapToObj(task -> "task" + task).toList();
    return FusionInspection.of(network, names, settings, images.height(), images.width());
  }

  private Shape shape(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new ParameterException(spec.commandLine(), "--input: found '" + text + "', allowed: CxHxW such as 3x224x224");
    }
    Shape shape = new Shape(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
    if (shape.channels() < 1 || shape.height() < 1 || shape.width() < 1) {
      throw new InvalidInputException("--input: found " + text + ", allowed: at least 1x1x1");
    }
    return shape;
  }
}
