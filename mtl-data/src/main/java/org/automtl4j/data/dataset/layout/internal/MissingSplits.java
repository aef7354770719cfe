package org.automtl4j.data.dataset.layout.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.data.dataset.Split;

/**
 * Makes up for splits that an index does not have.
 *
 * @param index the file, for messages
 * @param valShare share of the training samples that is set aside
 * @param seed decides which
 */
public record MissingSplits(Path index, double valShare, long seed) {

  /**
   * @param samples by split; missing ones are filled in
   * @return what was done, one sentence each
   */
  public List<String> complete(Map<Split, List<List<String>>> samples) {
    List<String> remarks = new ArrayList<>();
    if (samples.get(Split.VAL).isEmpty() && valShare == 0) {
      remarks.add(index + " has no val samples, and none are set aside: no choice can be made on them.");
    } else if (samples.get(Split.VAL).isEmpty()) {
      remarks.add(setAside(samples));
    }
    if (samples.get(Split.TEST).isEmpty()) {
      remarks.add(index + " names no test samples: nothing can be measured at the end.");
    }
    boolean first = samples.get(Split.TRAIN1).isEmpty();
    boolean second = samples.get(Split.TRAIN2).isEmpty();
    if (first != second) {
      throw new InvalidInputException(index + ": has training samples for " + (first ? "train2 but none for train1" : "train1 but none for train2")
          + "; give both, which part train between them, or neither");
    }
    List<List<String>> train = samples.get(Split.TRAIN);
    if (first) {
      List<List<String>> even = new ArrayList<>();
      List<List<String>> odd = new ArrayList<>();
      int[] order = RandomStream.of(seed, "halves").permutation(train.size());
      for (int i = 0; i < order.length; i++) {
        (i % 2 == 0 ? even : odd).add(train.get(order[i]));
      }
      samples.put(Split.TRAIN1, even);
      samples.put(Split.TRAIN2, odd);
      remarks.add(index + " does not part train into train1 and train2: " + even.size() + " and " + odd.size() + " samples were drawn with seed " + seed + ".");
    } else {
      Set<List<String>> parts = new HashSet<>(samples.get(Split.TRAIN1));
      parts.addAll(samples.get(Split.TRAIN2));
      int sum = samples.get(Split.TRAIN1).size() + samples.get(Split.TRAIN2).size();
      if (!parts.equals(new HashSet<>(train)) || sum != train.size()) {
        remarks.add("In " + index + ", train1 (" + samples.get(Split.TRAIN1).size() + " samples) and train2 (" + samples.get(Split.TRAIN2).size()
            + ") do not part train (" + train.size() + ") between them.");
      }
    }
    return remarks;
  }

  private String setAside(Map<Split, List<List<String>>> samples) {
    List<List<String>> train = samples.get(Split.TRAIN);
    int count = (int) Math.max(1, Math.round(valShare * train.size()));
    if (count >= train.size()) {
      throw new InvalidInputException(index + ": has no val samples, and " + train.size() + " training samples are too few to set " + count + " aside");
    }
    int[] order = RandomStream.of(seed, "validation").permutation(train.size());
    boolean[] aside = new boolean[train.size()];
    Arrays.stream(order, 0, count).forEach(i -> aside[i] = true);
    List<List<String>> kept = new ArrayList<>();
    List<List<String>> val = new ArrayList<>();
    for (int i = 0; i < aside.length; i++) {
      (aside[i] ? val : kept).add(train.get(i));
    }
    samples.put(Split.TRAIN, kept);
    samples.put(Split.VAL, val);
    Set<List<String>> taken = new HashSet<>(val);
    for (Split half : List.of(Split.TRAIN1, Split.TRAIN2)) {
      samples.put(half, samples.get(half).stream().filter(s -> !taken.contains(s)).toList());
    }
    return index + " has no val samples: " + count + " of the " + train.size() + " training samples were set aside for it, drawn with seed " + seed + ".";
  }
}
