package org.automtl4j.data.dataset.folder.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderSplit;
import org.automtl4j.data.reader.TextLines;

/** Parts pictures into splits. What goes where depends on the pictures' names and the seed only, not on the order in which a disk lists them. */
public final class SplitTable {
  private static final double SET_ASIDE = 0.1;
  /** One for validation, one for test, and two halves of training. */
  private static final int FEWEST = 4;

  private final Path root;
  private final List<String> names;
  private final Optional<Pattern> group;
  private final long seed;
  private final Faults faults;
  private final Map<Split, List<String>> table = new EnumMap<>(Split.class);

  private SplitTable(Path root, List<String> names, Optional<String> group, long seed, Faults faults) {
    this.root = root;
    this.faults = faults;
    this.names = names;
    this.group = group.map(Pattern::compile);
    this.seed = seed;
  }

  /**
   * @param root the data set's folder
   * @param names of all pictures, sorted
   * @param split how they are parted
   * @return names by split
   */
  public static Map<Split, List<String>> of(Path root, List<String> names, FolderSplit split) {
    Faults faults = new Faults();
    try {
      return of(root, names, split, faults);
    } finally {
      faults.end();
    }
  }

  /** As {@link #of(Path, List, FolderSplit)}; lines of lists that name no picture are told and left aside. */
  static Map<Split, List<String>> of(Path root, List<String> names, FolderSplit split, Faults faults) {
    if (split instanceof FolderSplit.Lists lists) {
      return new SplitTable(root, names, lists.group(), lists.seed(), faults).byLists(lists.lists());
    }
    if (split instanceof FolderSplit.Folders folders) {
      return new SplitTable(root, names, folders.group(), folders.seed(), faults).byFolders(folders.folders());
    }
    if (split instanceof FolderSplit.Usual usual) {
      return new SplitTable(root, names, usual.group(), usual.seed(), faults).byChance(FolderSplit.Usual.SHARE, FolderSplit.Usual.SHARE);
    }
    FolderSplit.Fractions fractions = (FolderSplit.Fractions) split;
    return new SplitTable(root, names, fractions.group(), fractions.seed(), faults).byChance(fractions.val(), fractions.test());
  }

  private Map<Split, List<String>> byChance(double val, double test) {
    int parts = groups(names).size();
    if (parts < FEWEST) {
      throw new InvalidInputException(root + ": found " + names.size() + (names.size() == 1 ? " labelled picture" : " labelled pictures")
          + (group.isPresent() ? " in " + parts + (parts == 1 ? " group" : " groups") : "") + ", too few to part them into train, val and test; allowed: at least "
          + FEWEST + ", two of them for training");
    }
    List<String> rest = takeOut(Split.TEST, names, test);
    table.put(Split.TRAIN, takeOut(Split.VAL, rest, val / (1 - test)));
    halve();
    return table;
  }

  private Map<Split, List<String>> byFolders(Map<Split, String> given) {
    Map<Split, String> folders = new EnumMap<>(given);
    if (!folders.containsKey(Split.TEST)) {
      folders.put(Split.TEST, folders.remove(Split.VAL));
    }
    folders.forEach((split, folder) -> {
      List<String> inside = names.stream().filter(name -> name.startsWith(folder + "/")).toList();
      if (inside.isEmpty()) {
        throw new InvalidInputException(root + ": found no labelled picture in the folder " + folder + " of the split '" + split.id() + "'");
      }
      table.put(split, inside);
    });
    List<String> outside = names.stream().filter(name -> folders.values().stream().noneMatch(folder -> name.startsWith(folder + "/"))).toList();
    if (!outside.isEmpty()) {
      faults.add(root + ": found " + outside.size() + (outside.size() == 1 ? " picture" : " pictures") + " such as '" + outside.get(0)
          + "' in none of the folders " + String.join(", ", folders.values()) + " of 'split'");
    }
    completed(folders.containsKey(Split.VAL));
    halve();
    return table;
  }

  private Map<Split, List<String>> byLists(Map<Split, String> lists) {
    Map<String, Split> owner = new HashMap<>();
    lists.forEach((split, file) -> table.put(split, list(root.resolve(file))));
    for (Split split : List.of(Split.TRAIN, Split.VAL, Split.TEST)) {
      for (String name : table.getOrDefault(split, List.of())) {
        Split other = owner.put(name, split);
        if (other != null) {
          faults.add(root.resolve(lists.get(split)) + ": found '" + name + "', which is in " + lists.get(other) + " too; allowed: each picture in one list");
        }
      }
    }
    completed(lists.containsKey(Split.VAL));
    if (lists.containsKey(Split.TRAIN1)) {
      checkHalves(lists);
    } else {
      halve();
    }
    return table;
  }

  /** Where nothing is given for validation, a part of training is set aside. */
  private void completed(boolean validated) {
    if (!validated) {
      table.put(Split.TRAIN, takeOut(Split.VAL, table.get(Split.TRAIN), SET_ASIDE));
    }
  }

  private void checkHalves(Map<Split, String> lists) {
    Set<String> train = new HashSet<>(table.get(Split.TRAIN));
    for (Split half : List.of(Split.TRAIN1, Split.TRAIN2)) {
      table.computeIfPresent(half, (split, list) -> list.stream().filter(name -> !table.get(Split.VAL).contains(name) || lists.containsKey(Split.VAL))
          .toList());
      for (String name : table.get(half)) {
        if (!train.remove(name)) {
          throw new InvalidInputException(root.resolve(lists.get(half)) + ": found '" + name + "', allowed: pictures of " + lists.get(Split.TRAIN)
              + ", each in one of train1 and train2");
        }
      }
    }
    if (!train.isEmpty()) {
      throw new InvalidInputException(root.resolve(lists.get(Split.TRAIN)) + ": found '" + train.iterator().next()
          + "', which is in neither train1 nor train2");
    }
  }

  /** Moves a share of the names, whole groups at a time, to a split, and gives the others. */
  private List<String> takeOut(Split split, List<String> from, double share) {
    List<List<String>> groups = groups(from);
    if (groups.size() < 2) {
      throw new InvalidInputException(root + ": found " + from.size() + (from.size() == 1 ? " picture" : " pictures") + (group.isPresent() ? " in " + groups.size()
          + (groups.size() == 1 ? " group" : " groups") : "") + ", too few to part them into train, val and test");
    }
    int[] order = RandomStream.of(seed, "split/" + split.id()).permutation(groups.size());
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < groups.size() - 1 && (i == 0 || taken.size() < Math.round(share * from.size())); i++) {
      taken.addAll(groups.get(order[i]));
    }
    table.put(split, from.stream().filter(taken::contains).toList());
    return from.stream().filter(name -> !taken.contains(name)).toList();
  }

  /** Groups take turns: the even ones learn weights, the odd ones policies. */
  private void halve() {
    List<List<String>> groups = groups(table.get(Split.TRAIN));
    if (groups.size() < 2) {
      throw new InvalidInputException(root + ": found " + (group.isPresent() ? "one group of training pictures" : "one training picture")
          + ", allowed: at least two, since the search learns weights and policies from different halves");
    }
    table.put(Split.TRAIN1, IntStream.range(0, groups.size()).filter(i -> i % 2 == 0).boxed().flatMap(i -> groups.get(i).stream()).toList());
    table.put(Split.TRAIN2, IntStream.range(0, groups.size()).filter(i -> i % 2 == 1).boxed().flatMap(i -> groups.get(i).stream()).toList());
  }

  private List<List<String>> groups(List<String> from) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (String name : from) {
      groups.computeIfAbsent(groupOf(name), g -> new ArrayList<>()).add(name);
    }
    return List.copyOf(groups.values());
  }

  private String groupOf(String name) {
    if (group.isEmpty()) {
      return name;
    }
    Matcher matcher = group.get().matcher(BoundedText.of(name));
    if (!found(matcher, name)) {
      throw new InvalidInputException(root.resolve("tasks.yaml") + ": split.group: found the picture '" + name + "', in which the pattern '" + group.get()
          + "' finds nothing; allowed: a pattern that finds something in every picture's name");
    }
    String found = matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
    return found == null ? "" : found;
  }

  private boolean found(Matcher matcher, String name) {
    try {
      return matcher.find();
    } catch (BoundedText.TooLongException | StackOverflowError e) {
      throw new InvalidInputException(root.resolve("tasks.yaml") + ": split.group: found the pattern '" + group.orElseThrow() + "', which takes too long for the picture '"
          + name + "'; allowed: a simpler one, without repetitions within repetitions", e);
    }
  }

  /** Names of pictures, one per line, with or without their endings; empty lines and those that begin with # are left aside. */
  private List<String> list(Path file) {
    Set<String> known = new HashSet<>(names);
    Set<String> listed = new LinkedHashSet<>();
    List<String> lines = TextLines.of(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = TextLines.name(lines.get(i).strip().replace('\\', '/'));
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String name = known.contains(line) ? line : Pictures.stem(line);
      if (!known.contains(name)) {
        faults.add(file + ", line " + (i + 1) + ": found '" + Section.shortened(line) + "', allowed: names of pictures in the folder of images, such as '"
            + names.get(0) + "'");
      } else if (!listed.add(name)) {
        faults.add(file + ", line " + (i + 1) + ": found '" + Section.shortened(line) + "' again, allowed: each picture once");
      }
    }
    if (listed.isEmpty()) {
      throw new InvalidInputException(file + ": found no picture, allowed: one picture per line");
    }
    return List.copyOf(listed);
  }
}
