package org.automtl4j.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.model.published.FusionCheckpoint;
import org.automtl4j.graph.model.published.ImportedCheckpoint;
import org.automtl4j.graph.model.published.ImportedFusion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code automtl import checkpoint}. */
@Command(
    name = "checkpoint",
    description = {"Makes a model of a checkpoint of the published code of AutoMTL, MTL-NAS or NDDR-CNN.",
      "Beside MODEL.zip it writes architecture.json (the policies' most probable branches, or the open edges) and, of AutoMTL, supermodel.npz (all numbers)."},
    footer = {"", "To go on from it: automtl run CONFIG --set initialModel=supermodel.npz, with the stages that are left"})
final class ImportCheckpointCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})[xX](\\d{1,6})");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE.model",
      description = "A file of torch.save: a state dict, or what the published trainer saves; or an npz that automtl export wrote.")
  private Path file;

  @Option(names = "--backbone", paramLabel = "BACKBONE", required = true,
      description = "A prototxt file, or the name of a backbone that comes with the library.")
  private String backbone;

  @Option(names = "--tasks", paramLabel = "name:kind:outputs,...", required = true,
      description = "The checkpoint's tasks in their order, such as segment_semantic:segmentation:19,depth_zbuffer:depth.")
  private String tasks;

  @Option(names = "--stage", paramLabel = "STAGE",
      description = "Which path MODEL.zip takes: hard (the policies' branches; the default), common or task_specific.")
  private Optional<Stage> stage;

  @Option(names = "--input", paramLabel = "HxW", description = "Size of the images that the model is made for (default: what the backbone's header says).")
  private Optional<String> size;

  @Option(names = "--mean", paramLabel = "R,G,B", split = ",",
      description = "MTL-NAS, NDDR-CNN: what was subtracted from images, as in nyu_v2_mean.npy; without it the model predicts for arrays only, not for pictures.")
  private List<Double> mean = List.of();

  @Option(names = "--out", paramLabel = "MODEL.zip", required = true, description = "The model to write.")
  private Path out;

  @Option(names = "--overwrite", description = "Replaces existing files.")
  private boolean overwrite;

  @Override
  public Integer call() {
    Path architecture = out.resolveSibling(RunFolder.ARCHITECTURE);
    Path superModel = out.resolveSibling(RunFolder.SUPER_MODEL);
    for (Path target : List.of(out, architecture, superModel)) {
      if (Files.exists(target) && !overwrite) {
        throw new InvalidInputException(target + ": found a file, allowed: a new one, or --overwrite");
      }
    }
    Optional<int[]> input = size.map(this::size);
    if (FusionCheckpoint.isOfItsCode(file)) {
      return fusion(input, architecture);
    }
    if (!mean.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--mean: found with a checkpoint of AutoMTL, allowed: with those of MTL-NAS and NDDR-CNN");
    }
    ImportedCheckpoint imported = ImportedCheckpoint.read(file, backbone, tasks());
    List<Path> written = imported.write(stage, input, out, architecture, superModel);
    written.forEach(spec.commandLine().getOut()::println);
    return AutoMtl.DONE;
  }

  private int fusion(Optional<int[]> input, Path architecture) {
    if (stage.isPresent() || !mean.isEmpty() && mean.size() != 3) {
      throw new ParameterException(spec.commandLine(), stage.isPresent() ? "--stage: found with a checkpoint of MTL-NAS or NDDR-CNN, allowed: with those of AutoMTL"
          : "--mean: found " + mean.size() + " numbers, allowed: three, of red, green and blue");
    }
    ImportedFusion imported = ImportedFusion.read(file, backbone, tasks());
    imported.write(input, Optional.of(mean).filter(m -> !m.isEmpty()), out, architecture).forEach(spec.commandLine().getOut()::println);
    return AutoMtl.DONE;
  }

  private int[] size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < 1 || Integer.parseInt(matcher.group(2)) < 1) {
      throw new ParameterException(spec.commandLine(), "--input: found '" + text + "', allowed: HxW such as 256x512");
    }
    return new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
  }

  private List<Task> tasks() {
    List<Task> found = new ArrayList<>();
    for (String text : tasks.split(",")) {
      String[] parts = text.strip().split(":");
      if (parts.length < 2 || parts.length > 3) {
        throw wrong(text);
      }
      TaskKind kind = Arrays.stream(TaskKind.values()).filter(k -> k.name().equalsIgnoreCase(parts[1])).findFirst().orElseThrow(() -> wrong(text));
      int fixed = kind == TaskKind.NORMALS ? 3 : List.of(TaskKind.DEPTH, TaskKind.KEYPOINTS, TaskKind.EDGES).contains(kind) ? 1 : 0;
      if (parts.length == 3 ? !parts[2].matches("[1-9]\\d{0,5}") : fixed == 0) {
        throw wrong(text);
      }
      found.add(Task.of(parts[0], kind, parts.length == 3 ? Integer.parseInt(parts[2]) : fixed));
    }
    return found;
  }

  private ParameterException wrong(String text) {
    String kinds = String.join(", ", Arrays.stream(TaskKind.values()).map(k -> k.name().toLowerCase(Locale.ROOT)).toList());
    return new ParameterException(spec.commandLine(), "--tasks: found '" + text + "', allowed: name:kind:outputs with a kind of " + kinds
        + "; outputs can be left out for depth, keypoints, edges and normals");
  }
}
