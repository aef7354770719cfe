package org.automtl4j.data.prepare.internal.init;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.folder.internal.FolderPlaces;
import org.automtl4j.data.dataset.folder.internal.ForeignFiles;
import org.automtl4j.data.dataset.folder.internal.LeftAside;
import org.automtl4j.data.dataset.folder.internal.Pictures;
import org.automtl4j.data.dataset.folder.internal.SplitFolders;

/** Looks at a folder and writes the text of a {@code tasks.yaml}. */
public final class FolderText {
  /** Names of the pictures' folder, the likelier first. */
  private static final List<String> IMAGES = List.of("images", "image", "rgb", "img", "imgs", "color", "colour", "camera", "pictures", "photos", "left");
  /** How many files of a folder are looked at, spread over all of them. */
  private static final int LOOKED_AT = 24;

  private final Path root;
  private final FolderPlaces places;
  private int storedLabels;

  private FolderText(Path root) {
    this.root = root;
    List<String> all = subfolders(root);
    boolean above = all.stream().noneMatch(name -> IMAGES.contains(name.toLowerCase(Locale.ROOT)));
    List<String> parts = above ? SplitFolders.parts(root, new TreeSet<>(all)).map(p -> p.values().stream().sorted().toList()).orElse(List.of()) : List.of();
    this.places = new FolderPlaces(root, parts);
  }

  /**
   * @param root a folder
   * @return the proposed file
   */
  public static String of(Path root) {
    return new FolderText(root).text();
  }

  private String text() {
    Map<String, Map<String, Path>> folders = new LinkedHashMap<>();
    List<String> places = this.places.parts().isEmpty() ? List.of("") : this.places.parts();
    for (String name : places.stream().flatMap(part -> subfolders(root.resolve(part)).stream()).distinct().sorted().toList()) {
      folders.put(name, files(name));
    }
    String images = imageFolder(folders);
    Pictures.Listing listing = this.places.list(images, "", Pictures.IMAGES);
    Map<String, Path> pictures = listing.files();
    folders.remove(images);
    folders.values().removeIf(Map::isEmpty);
    String imageSuffix = folders.values().stream().map(f -> NameMatch.of(pictures.keySet(), f.keySet()))
        .max(Comparator.comparingInt(NameMatch::matches)).map(NameMatch::imageSuffix).orElse("");
    StringBuilder tasks = new StringBuilder();
    List<String> problems = new ArrayList<>();
    folders.forEach((name, files) -> task(name, files, pictures, imageSuffix, tasks, problems));
    if (!tasks.toString().lines().anyMatch(line -> line.startsWith("  ") && !line.strip().startsWith("#"))) {
      throw new InvalidInputException(root + ": found pictures in " + images
          + "/ and no labels that fit them, allowed: folders beside it with one png or npy file "
          + "per picture, named after it" + (problems.isEmpty() ? "" : "; " + String.join("; ", problems)));
    }
    String remark = LeftAside.pictures(images, listing.unread()).stream().map(text -> "# CHECK: " + text + "\n").collect(Collectors.joining())
        + foreign().stream().map(text -> "# Files " + text.replaceAll("\\p{Cntrl}", "?") + ".\n").collect(Collectors.joining());
    String group = SplitProposal.of(root, pictures.keySet().stream().filter(p -> p.endsWith(imageSuffix)).map(p -> p.substring(0, p.length() - imageSuffix.length()))
        .toList());
    return "# Proposed by 'automtl data init' from what lies here. Look for CHECK, then run 'automtl data check --layout folder --root .'\n"
        + "version: 1\n"
        + (images.equals("images") ? "" : "images: " + TaskProposal.quoted(images) + "\n")
        + (imageSuffix.isEmpty() ? "" : "imageSuffix: " + TaskProposal.quoted(imageSuffix) + "\n")
        + (storedLabels > 0 ? "orientation: stored   # labels lie as the pictures are stored, not as their cameras note that they must be turned\n" : "")
        + remark + "tasks:\n" + tasks + group;
  }

  private void task(String name, Map<String, Path> files, Map<String, Path> pictures, String imageSuffix, StringBuilder tasks, List<String> problems) {
    NameMatch match = NameMatch.of(pictures.keySet(), files.keySet());
    int matches = NameMatch.count(pictures.keySet(), files.keySet(), imageSuffix, match.labelSuffix());
    if (matches == 0) {
      problems.add(name + "/ has '" + files.keySet().iterator().next() + "' and the like, which fit no picture");
      tasks.append("  # ").append(name).append("/ was left aside: '").append(files.keySet().iterator().next()).append("' and the like fit no picture.\n");
      return;
    }
    List<Path> all = files.entrySet().stream().filter(f -> f.getKey().endsWith(match.labelSuffix())).map(Map.Entry::getValue).toList();
    storedLabels += OrientationProposal.stored(pictures, files, imageSuffix, match.labelSuffix());
    int step = Math.max(1, all.size() / LOOKED_AT);
    List<Path> looked = IntStream.range(0, all.size()).filter(i -> i % step == 0).limit(LOOKED_AT).mapToObj(all::get).toList();
    tasks.append(TaskProposal.of(name, match.labelSuffix(), LabelSurvey.of(looked), matches, pictures.size()));
  }

  private static List<String> subfolders(Path root) {
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(Files::isDirectory).map(f -> f.getFileName().toString()).filter(name -> ForeignFiles.part(name).isEmpty()).sorted().toList();
    } catch (IOException e) {
      throw new InvalidInputException(root + ": cannot be listed (" + e.getMessage() + ")", e);
    }
  }

  private List<String> foreign() {
    SortedMap<String, Integer> counts = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      all.filter(Files::isRegularFile).forEach(file -> ForeignFiles.part(root.relativize(file).toString().replace('\\', '/')).ifPresent(part -> counts.merge(part, 1, Integer::sum)));
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidInputException(root + ": cannot be listed (" + e.getMessage() + ")", e);
    }
    return ForeignFiles.remark(counts);
  }

  /** Files that may be labels, or, where there are none, pictures. */
  private Map<String, Path> files(String folder) {
    return places.list(folder, "", Pictures.LABELS).files();
  }

  private String imageFolder(Map<String, Map<String, Path>> folders) {
    for (String name : IMAGES) {
      for (String folder : folders.keySet()) {
        if (folder.toLowerCase(Locale.ROOT).equals(name)) {
          return folder;
        }
      }
    }
    // Jpeg files are no labels, so a folder of them has the pictures.
    List<String> lossy = folders.keySet().stream().filter(f -> !places.list(f, "", List.of("jpg", "jpeg", "webp")).files().isEmpty()).toList();
    if (lossy.size() == 1) {
      return lossy.get(0);
    }
    throw new InvalidInputException(root + ": found the folders " + folders.keySet() + ", allowed: one of them named images, with the pictures (png, jpeg, tif, bmp, webp), or train, val and test with such a folder in each");
  }
}
