package org.automtl4j.data.dataset.folder.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;

/**
 * Folders that part pictures by their names, as most download sites do: {@code train/images}, {@code train/masks}, {@code val/images}, or {@code images/train},
 * {@code images/val}, {@code masks/train}.
 */
public final class SplitFolders {
  private static final Map<Split, List<String>> NAMES = Map.of(Split.TRAIN, List.of("train", "training"), Split.VAL, List.of("val", "valid", "validation", "dev"),
      Split.TEST, List.of("test", "testing"));

  private SplitFolders() {}

  /**
   * @param root a data set's folder
   * @param images the folder of the pictures
   * @return the folders directly below the root that have a folder of pictures; empty where the pictures' folder itself lies there
   */
  public static Optional<Map<Split, String>> above(Path root, String images) {
    if (Files.isDirectory(root.resolve(images)) || !Files.isDirectory(root)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(root)) {
      Set<String> found = all.filter(folder -> Files.isDirectory(folder.resolve(images))).map(folder -> folder.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
      return parts(root, found);
    } catch (IOException e) {
      throw new InvalidInputException(root + ": cannot be listed (" + e.getMessage() + ")", e);
    }
  }

  /**
   * @param folder the pictures' folder
   * @param names the pictures' names
   * @return the folders that the names begin with; empty unless each begins with one
   */
  public static Optional<Map<Split, String>> within(Path folder, Collection<String> names) {
    Set<String> found = new TreeSet<>();
    for (String name : names) {
      int slash = name.indexOf('/');
      if (slash < 0 || split(name.substring(0, slash)).isEmpty()) {
        return Optional.empty();
      }
      found.add(name.substring(0, slash));
    }
    return parts(folder, found);
  }

  /**
   * @param place where the folders lie, for messages
   * @param found names of folders
   * @return which of them are splits: training and something else, one folder of each
   */
  public static Optional<Map<Split, String>> parts(Path place, Set<String> found) {
    Map<Split, String> parts = new EnumMap<>(Split.class);
    for (String folder : found) {
      split(folder).ifPresent(split -> {
        String other = parts.put(split, folder);
        if (other != null) {
          throw new InvalidInputException(place + ": found the folders " + other + " and " + folder + ", allowed: one for " + split.id()
              + "; or 'split' in tasks.yaml says which");
        }
      });
    }
    return parts.containsKey(Split.TRAIN) && parts.size() > 1 ? Optional.of(parts) : Optional.empty();
  }

  private static Optional<Split> split(String folder) {
    String lower = folder.toLowerCase(Locale.ROOT);
    return NAMES.entrySet().stream().filter(names -> names.getValue().contains(lower)).map(Map.Entry::getKey).findFirst();
  }
}
