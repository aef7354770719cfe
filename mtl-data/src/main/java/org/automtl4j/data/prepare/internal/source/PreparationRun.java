package org.automtl4j.data.prepare.internal.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.WholeFile;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.Progress;
import org.automtl4j.data.prepare.internal.source.Source.Item;

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
  /** So many faults are told one by one. */
  private static final int TOLD = 20;

  /**
   * What was made.
   *
   * @param samples how many samples each split has
   * @param remarks what was left aside, one sentence each
   */
  public record Outcome(Map<Split, Integer> samples, List<String> remarks) {}

  /** @return what was made */
  public Outcome run() {
    begin();
    List<Fault> faults = new ArrayList<>(each("converting", source.items(), item -> {
      Path folder = root.resolve(source.folder(item));
      if (!item.files().stream().allMatch(file -> Files.isRegularFile(folder.resolve(file)))) {
        source.write(item, folder);
      }
    }));
    faults.addAll(each("checking", without(faults), item -> source.check(item, root.resolve(source.folder(item)))));
    List<String> remarks = new ArrayList<>();
    if (!faults.isEmpty()) {
      String told = told(faults);
      if (!source.leavesDamagedAside()) {
        throw new InvalidInputException(faults.size() == 1 ? faults.get(0).message() : faults.size() + " samples cannot be prepared: " + told);
      }
      remarks.add(faults.size() + (faults.size() == 1 ? " picture is" : " pictures are") + " damaged and left aside: " + told);
    }
    Map<Split, List<List<String>>> modes = modes(without(faults));
    source.finish(root, modes);
    Map<Split, Integer> counts = new EnumMap<>(Split.class);
    modes.forEach((split, samples) -> counts.put(split, samples.size()));
    return new Outcome(counts, remarks);
  }

  /** A sample that cannot be prepared, and why. */
  private record Fault(Item item, String message) {}

  private static String told(List<Fault> faults) {
    int told = Math.min(TOLD, faults.size());
    return faults.stream().limit(told).map(Fault::message).collect(Collectors.joining("; "))
        + (faults.size() > told ? "; and " + (faults.size() - told) + " more" : "");
  }

  private List<Item> without(List<Fault> faults) {
    Set<String> damaged = faults.stream().map(fault -> fault.item().key()).collect(Collectors.toSet());
    return source.items().stream().filter(item -> !damaged.contains(item.key())).toList();
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

  /** One bad file does not hide the next. */
  private List<Fault> each(String what, List<Item> items, Consumer<Item> work) {
    int[] done = {0};
    return items.parallelStream().map(item -> {
      Optional<Fault> fault = Optional.empty();
      try {
        work.accept(item);
      } catch (InvalidInputException e) {
        fault = Optional.of(new Fault(item, source.located(e).getMessage()));
      }
      synchronized (done) {
        progress.at(what, ++done[0], items.size());
      }
      return fault;
    }).toList().stream().flatMap(Optional::stream).toList();
  }

  private Map<Split, List<List<String>>> modes(List<Item> sound) {
    Map<Split, List<Item>> items = sound.stream().collect(Collectors.groupingBy(Item::split, () -> new EnumMap<>(Split.class), Collectors.toList()));
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
