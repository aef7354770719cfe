package org.automtl4j.data.dataset.folder.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.folder.FolderSplit;
import org.automtl4j.data.dataset.folder.TasksFile;

/**
 * Where pictures and labels lie: {@code root/FOLDER}, or {@code root/PART/FOLDER} where the folders of the splits stand above those of pictures and labels.
 * Names then begin with the part, as they do in {@code root/FOLDER/PART}.
 *
 * @param root the data set's folder
 * @param parts folders above; empty: none
 */
public record FolderPlaces(Path root, List<String> parts) {

  /**
   * @param root the data set's folder
   * @param tasks what its {@code tasks.yaml} says
   * @return where things lie
   */
  public static FolderPlaces of(Path root, TasksFile tasks) {
    if (Files.isDirectory(root.resolve(tasks.images()))) {
      return new FolderPlaces(root, List.of());
    }
    if (tasks.split() instanceof FolderSplit.Folders folders) {
      List<String> above = folders.folders().values().stream().filter(part -> Files.isDirectory(root.resolve(part).resolve(tasks.images()))).sorted().toList();
      return new FolderPlaces(root, above);
    }
    return new FolderPlaces(root, SplitFolders.above(root, tasks.images()).map(p -> p.values().stream().sorted().toList()).orElse(List.of()));
  }

  /**
   * @param folder a folder of pictures or labels
   * @param suffix what names must end with, before the dot
   * @param endings the kinds
   * @return what lies there
   */
  public Pictures.Listing list(String folder, String suffix, List<String> endings) {
    if (parts.isEmpty()) {
      return Pictures.list(root.resolve(folder), suffix, endings);
    }
    SortedMap<String, Path> files = new TreeMap<>();
    SortedMap<String, List<Path>> unread = new TreeMap<>();
    boolean any = false;
    for (String part : parts) {
      Path place = root.resolve(part).resolve(folder);
      if (!Files.isDirectory(place)) {
        continue;
      }
      any = true;
      Pictures.Listing found = Pictures.list(place, suffix, endings);
      found.files().forEach((name, file) -> files.put(part + "/" + name, file));
      found.unread().forEach((ending, all) -> unread.computeIfAbsent(ending, e -> new ArrayList<>()).addAll(all));
    }
    if (!any) {
      throw new InvalidInputException(root + ": found no folder " + folder + " in " + String.join(", ", parts));
    }
    return new Pictures.Listing(files, unread);
  }

  /**
   * @param folder a folder of pictures or labels
   * @return its name for messages
   */
  public String shown(String folder) {
    return parts.isEmpty() ? root.resolve(folder).toString() : root.resolve("{" + String.join(",", parts) + "}").resolve(folder).toString();
  }
}
