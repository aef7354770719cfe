package org.automtl4j.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.prepare.Layout;
import org.automtl4j.data.prepare.SceneFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code automtl data synth}. */
@Command(name = "synth", description = "Writes rendered scenes in the formats of a real data set.",
    footer = {"", "What the scenes' classes become in each layout is told in docs/own-data.md."})
final class DataSynthCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})[xX](\\d{1,5})");

  @Spec private CommandSpec spec;

  @Option(names = "--layout", paramLabel = "LAYOUT", required = true, description = "cityscapes, nyuv2, nddr, taskonomy or folder.")
  private Layout layout;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder to make.")
  private Path out;

  @Option(names = "--size", paramLabel = "HxW",
      description = "Rows and columns of a picture (default: 256x512 for cityscapes, 480x640 for nyuv2 and nddr, 256x256 for taskonomy, 240x320 for folder).")
  private Optional<String> size;

  @Option(names = "--train", paramLabel = "N", defaultValue = "80", description = "Scenes for training (default: ${DEFAULT-VALUE}).")
  private int train;

  @Option(names = "--val", paramLabel = "N", defaultValue = "16", description = "Scenes for choices (default: ${DEFAULT-VALUE}).")
  private int val;

  @Option(names = "--test", paramLabel = "N", defaultValue = "16", description = "Scenes for the final measurement (default: ${DEFAULT-VALUE}).")
  private int test;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Scenes of another seed are other scenes (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--overwrite", description = "Writes into a folder that holds something.")
  private boolean overwrite;

  @Override
  public Integer call() {
    int[] pixels = size.map(this::size).orElseGet(this::usualSize);
    SyntheticScenes scenes = SyntheticScenes.builder().size(pixels[0], pixels[1]).counts(train, val, test).seed(seed).cache(0).build();
    SceneFolder.write(layout, scenes, out, overwrite, new ProgressLine(spec.commandLine().getErr()));
    spec.commandLine().getOut().println(out);
    return AutoMtl.DONE;
  }

  private int[] usualSize() {
    return switch (layout) {
      case CITYSCAPES -> new int[] {256, 512};
      case NYUV2, NDDR -> new int[] {480, 640};
      case TASKONOMY -> new int[] {256, 256};
      case FOLDER -> new int[] {240, 320};
    };
  }

  private int[] size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new ParameterException(spec.commandLine(), "--size: found '" + text + "', allowed: HxW such as 256x512");
    }
    return new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
  }
}
