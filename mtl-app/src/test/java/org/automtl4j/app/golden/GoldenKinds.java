package org.automtl4j.app.golden;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kinds of golden cases that the suites know, by the files that a folder has of them. */
final class GoldenKinds {
  /** What a folder of golden data holds beside cases. */
  private static final Pattern WORDS = Pattern.compile("(?i).*\\.(md|txt)|\\..*");

  private static final Map<String, Pattern> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("model/CASE/case.json with backbone.prototxt and checkpoint.model", Pattern.compile("model/(?!aspp_full/|trainer_e2e/)[^/]+/case\\.json"));
    KINDS.put("model/aspp_full/", Pattern.compile("model/aspp_full/case\\.json"));
    KINDS.put("model/checkpoints/", Pattern.compile("model/checkpoints/checkpoints\\.json"));
    KINDS.put("model/trainer_e2e/", Pattern.compile("model/trainer_e2e/case\\.json"));
    KINDS.put("model/full_models.json", Pattern.compile("model/full_models\\.json"));
    KINDS.put("losses/losses.json", Pattern.compile("losses/losses\\.json"));
    KINDS.put("losses/metrics.json", Pattern.compile("losses/metrics\\.json"));
    KINDS.put("datasets/golden_SET.json", Pattern.compile("datasets/golden_[^/]+\\.json"));
    KINDS.put("balancing/steps.json", Pattern.compile("balancing/steps\\.json"));
    KINDS.put("balancing/e2e.json", Pattern.compile("balancing/e2e\\.json"));
    KINDS.put("balancing/quirks.json", Pattern.compile("balancing/quirks\\.json"));
    for (String name : List.of("space", "fusion", "nets", "gates", "full", "losses", "metrics", "data", "ckpt/case", "quirks")) {
      KINDS.put("mtlnas/" + name + ".json", Pattern.compile("mtlnas/" + name + "\\.json"));
    }
    for (String file : List.of("encoder/encoder.json", "encoder/units.npz", "checkpoints/imagenet_swin.pth", "adaptive/adaptive.json", "controllers/controllers.json",
        "decoder/decoder.json", "losses/losses.json", "runs/runs.json")) {
      KINDS.put("adamtl/" + file, Pattern.compile(Pattern.quote("adamtl/" + file)));
    }
    KINDS.put("prototxt_parse.json", Pattern.compile("prototxt_parse\\.json"));
    KINDS.put("quirks.json", Pattern.compile("quirks\\.json"));
  }

  /** What is at the top of a folder whose cases are compared. */
  private static final Set<String> KNOWN = Set.of("model", "losses", "datasets", "balancing", "mtlnas", "adamtl", "prototxt_parse.json", "quirks.json");

  /** What suites read in folders of which they do not read everything; lists of the cases are no cases. */
  private static final Map<String, Pattern> READ = Map.of(
      "balancing", Pattern.compile("steps|(steps|e2e|quirks|index)\\.json|e2e\\.npz"),
      "mtlnas", Pattern.compile("(space|fusion|nets|gates|full|losses|metrics|data|quirks|index)\\.json|(fusion|nets|gates|full_labels|losses|metrics|data)\\.npz|nyu|ckpt|traj"),
      "adamtl", Pattern.compile("encoder|checkpoints|adaptive|controllers|decoder|losses|runs|index\\.json"),
      "adamtl/decoder", Pattern.compile("decoder\\.json|(dec_.|gradients|review)\\.npz"),
      "adamtl/checkpoints", Pattern.compile("(imagenet_swin|stage.*)\\.pth|checkpoints\\.(json|npz)"));

  private GoldenKinds() {}

  /** All kinds, as messages call them. */
  static String all() {
    return String.join(", ", KINDS.keySet());
  }

  /** The kinds of which a folder has no case. */
  static List<String> missing(Path folder) {
    List<String> files = files(folder);
    return KINDS.entrySet().stream().filter(kind -> files.stream().noneMatch(file -> kind.getValue().matcher(file).matches())).map(Map.Entry::getKey).toList();
  }

  /** What a folder has that no suite reads, at its top or in the folders of methods, in the order of the names. */
  static List<String> unknown(Path folder) {
    List<String> unknown = new ArrayList<>(names(folder).stream().filter(name -> !KNOWN.contains(name.replace("/", ""))).toList());
    READ.forEach((inner, read) -> names(folder.resolve(inner)).stream().filter(name -> !read.matcher(name.replace("/", "")).matches())
        .forEach(name -> unknown.add(inner + "/" + name)));
    return unknown.stream().sorted().toList();
  }

  /** Files and folders, these with a slash; none where there is no such folder. */
  private static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString() + (Files.isDirectory(path) ? "/" : "")).filter(name -> !WORDS.matcher(name).matches()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What was not compared, one line for each reason; empty where the folder has every kind and nothing else.
   *
   * @param folder of golden data
   * @param wanting the files for want of which tests have left themselves out
   */
  static List<String> notCompared(Path folder, Collection<String> wanting) {
    List<String> lines = new ArrayList<>();
    List<String> missing = missing(folder);
    if (!missing.isEmpty()) {
      lines.add("not in " + folder + ", and so not compared: " + String.join(", ", missing));
    }
    List<String> single = wanting.stream().filter(file -> missing.stream().noneMatch(kind -> KINDS.get(kind).matcher(file).matches())).sorted().toList();
    if (!single.isEmpty()) {
      lines.add("cases left out for want of these in " + folder + ": " + String.join(", ", single));
    }
    List<String> unknown = unknown(folder);
    if (!unknown.isEmpty()) {
      lines.add("not compared, since no test knows cases of this kind: " + String.join(", ", unknown));
    }
    return lines;
  }

  private static List<String> files(Path folder) {
    try (Stream<Path> all = Files.find(folder, 3, (path, attributes) -> attributes.isRegularFile(), FileVisitOption.FOLLOW_LINKS)) {
      return all.map(path -> folder.relativize(path).toString().replace(File.separatorChar, '/')).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
