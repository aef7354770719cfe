package org.automtl4j.data.prepare.internal.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.Progress;
import org.automtl4j.data.prepare.internal.source.Source.Item;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.RandomStream;
import org.automtl4j.graph.WholeFile;

/**
 * Writes all samples of a source, checks them, and writes the index.
 *
 * @param source the samples
 * @param root the folder to make
 * @param val the share of training that is set aside, if the source has no validation
 * @param seed decides what is set aside
 * @param progress hears how far it is
 */
public record PreparationRun(Source source, Path root, double val, long seed, Progress progress) {
  /** Says what has been begun here. */
  private static final String MARK = "prepare.txt";

  /** @return how many samples each split has */
  public Map<Split, Integer> run() {
    begin();
    each("converting", item -> {
      Path folder = root.resolve(source.folder(item));
      if (!item.files().stream().allMatch(file -> Files.isRegularFile(folder.resolve(file)))) {
        source.write(item, folder);
      }
    });
    each("checking", item -> source.check(item, root.resolve(source.folder(item))));
    Map<Split, List<List<String>>> modes = modes();
    source.finish(root, modes);
    Map<Split, Integer> counts = new EnumMap<>(Split.class);
    modes.forEach((split, samples) -> counts.put(split, samples.size()));
    return counts;
  }

  private void begin() {
    String mark = "automtl data prepare, version 1: " + source.settings() + "\n";
    Path file = root.resolve(MARK);
    try {
      if (Files.exists(file)) {
        String found = Files.readString(file, StandardCharsets.UTF_8);
        if (!found.equals(mark)) {
          throw new InvalidInputException(file + ": found '" + found.strip() + "', allowed: '" + mark.strip()
              + "', to go on with what was begun; or a new folder");
        }
        return;
      }
      if (Files.isDirectory(root)) {
        try (Stream<Path> held = Files.list(root)) {
          if (held.findAny().isPresent()) {
            throw new InvalidInputException(root
                + ": found a folder with something in it, allowed: a new or empty one, or one in which a preparation was interrupted");
          }
        }
      }
      WholeFile.write(file, out -> out.write(mark.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + root, e);
    }
  }

  private void each(String what, Consumer<Item> work) {
    List<Item> items = source.items();
    int[] done = {0};
    items.parallelStream().forEach(item -> {
      work.accept(item);
      synchronized (done) {
        progress.at(what, ++done[0], items.size());
      }
    });
  }

  private Map<Split, List<List<String>>> modes() {
    Map<Split, List<Item>> items = source.items().stream().collect(Collectors.groupingBy(Item::split, () -> new EnumMap<>(Split.class), Collectors.toList()));
    List<Item> train = items.getOrDefault(Split.TRAIN, List.of());
    List<Item> validation = items.getOrDefault(Split.VAL, List.of());
    if (validation.isEmpty()) {
      int[] order = RandomStream.of(seed, "prepare/val").permutation(train.size());
      int count = (int) Math.max(1, Math.round(val * train.size()));
      Set<Integer> aside = IntStream.range(0, Math.min(count, train.size())).mapToObj(i -> order[i]).collect(Collectors.toSet());
      List<Item> all = train;
      validation = IntStream.range(0, all.size()).filter(aside::contains).mapToObj(all::get).toList();
      train = IntStream.range(0, all.size()).filter(i -> !aside.contains(i)).mapToObj(all::get).toList();
    }
    if (train.size() < 2 || items.getOrDefault(Split.TEST, List.of()).isEmpty()) {
      throw new InvalidInputException("found " + train.size() + " pictures for training and " + items.getOrDefault(Split.TEST, List.of()).size()
          + " for test, allowed: at least two and one");
    }
    Map<Split, List<List<String>>> modes = new EnumMap<>(Split.class);
    List<Item> half = train;
    modes.put(Split.TRAIN, files(train));
    modes.put(Split.TRAIN1, files(IntStream.range(0, half.size()).filter(i -> i % 2 == 0).mapToObj(half::get).toList()));
    modes.put(Split.TRAIN2, files(IntStream.range(0, half.size()).filter(i -> i % 2 == 1).mapToObj(half::get).toList()));
    modes.put(Split.VAL, files(validation));
    modes.put(Split.TEST, files(items.get(Split.TEST)));
    return modes;
  }

  private static List<List<String>> files(List<Item> items) {
    return items.stream().map(Item::files).toList();
  }
}
