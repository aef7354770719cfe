package org.automtl4j.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.automtl4j.data.prepare.Annotations;
import org.automtl4j.data.prepare.DataPreparation;
import org.automtl4j.data.prepare.Layout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code automtl data prepare}. */
@Command(name = "prepare", description = "Makes a data set's folder from what its owners distribute.",
    footer = {"", "Interrupted, it goes on where it stopped when it is called again. Sources, formulas and units are told in docs/own-data.md."})
final class DataPrepareCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})[xX](\\d{1,5})");

  @Spec private CommandSpec spec;

  @Option(names = "--layout", paramLabel = "LAYOUT", description = "cityscapes, nyuv2, nddr or taskonomy.")
  private Optional<Layout> layout;

  @Option(names = "--annotations", paramLabel = "FORMAT", description = "In place of --layout: coco, yolo or voc, whose objects become masks of a folder data set, or csv, a table with a row for each picture.")
  private Optional<Annotations> annotations;

  @Option(names = "--from", paramLabel = "SOURCE", required = true,
      description = "The folder with the owners' files: CityScapes' folders or zip archives, nyu_depth_v2_labeled.mat, Taskonomy's domains.")
  private Path source;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder to make.")
  private Path out;

  @Option(names = "--size", paramLabel = "HxW", description = "CityScapes: rows and columns of a picture (default: 256x512).")
  private Optional<String> size;

  @Option(names = "--splits", paramLabel = "FILE", description = "NYUv2: splits.mat (default: beside the pictures).")
  private Optional<Path> splits;

  @Option(names = "--classes", paramLabel = "FILE", description = "NYUv2: classMapping40.mat (default: beside the pictures).")
  private Optional<Path> classes;

  @Option(names = "--normals", paramLabel = "DIR", description = "NYUv2: a png of normals per picture, 0001.png and so on (default: computed from depth).")
  private Optional<Path> normals;

  @Option(names = "--buildings", paramLabel = "FILE", description = "Taskonomy: lines 'id,train,val,test' (default: buildings.csv in the source).")
  private Optional<Path> buildings;

  @Option(names = "--val", paramLabel = "SHARE", defaultValue = "0.1",
      description = "The share of training pictures set aside for validation, where the owners set none aside (default: ${DEFAULT-VALUE}).")
  private double val;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Decides which (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    if (layout.isPresent() == annotations.isPresent()) {
      throw new ParameterException(spec.commandLine(), "found " + (layout.isPresent() ? "--layout beside --annotations" : "neither --layout nor --annotations")
          + ", allowed: one of the two");
    }
    if (size.isPresent() && !layout.equals(Optional.of(Layout.CITYSCAPES))) {
      throw new ParameterException(spec.commandLine(), "--size: found with " + layout.map(Layout::id).orElse("--annotations") + ", allowed: with cityscapes; other layouts keep their size");
    }
    Optional<int[]> pixels = size.map(this::pixels);
    DataPreparation.Options options = new DataPreparation.Options(source, out, pixels.map(p -> p[0]), pixels.map(p -> p[1]), splits, classes, normals,
        buildings, val,
        seed);
    ProgressLine line = new ProgressLine(spec.commandLine().getErr());
    DataPreparation done = layout.map(known -> DataPreparation.prepare(known, options, line))
        .orElseGet(() -> DataPreparation.prepare(annotations.orElseThrow(), options, line));
    PrintWriter print = spec.commandLine().getOut();
    done.remarks().forEach(print::println);
    done.samples().forEach((split, count) -> print.println(split.id() + ": " + count));
    print.println(out);
    return AutoMtl.DONE;
  }

  private int[] pixels(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < 8 || Integer.parseInt(matcher.group(2)) < 8) {
      throw new ParameterException(spec.commandLine(), "--size: found '" + text + "', allowed: HxW such as 256x512, at least 8x8");
    }
    return new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
  }
}
