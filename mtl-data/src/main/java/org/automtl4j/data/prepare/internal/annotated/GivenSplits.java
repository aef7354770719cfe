package org.automtl4j.data.prepare.internal.annotated;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderSplit;
import org.automtl4j.data.dataset.folder.internal.SplitTable;

/**
 * Where each picture goes: as the owners say, where they say it of all; validation is for test where there is no test. Else by chance.
 *
 * @param parts the split of each picture; TRAIN, VAL or TEST
 * @param remarks what a user should know
 */
record GivenSplits(SortedMap<String, Split> parts, List<String> remarks) {

  static GivenSplits of(Path source, Map<String, Optional<Split>> given, long seed) {
    SortedMap<String, Split> parts = new TreeMap<>();
    given.forEach((key, split) -> split.ifPresent(s -> parts.put(key, s)));
    boolean all = parts.size() == given.size() && parts.containsValue(Split.TRAIN);
    if (all && parts.containsValue(Split.TEST)) {
      return new GivenSplits(parts, List.of());
    }
    if (all && parts.containsValue(Split.VAL)) {
      parts.replaceAll((key, split) -> split == Split.VAL ? Split.TEST : split);
      return new GivenSplits(parts, List.of("there is no split for test: val is for test, and a part of train is set aside for validation"));
    }
    Map<Split, List<String>> drawn = SplitTable.of(source, List.copyOf(new TreeMap<>(given).keySet()), new FolderSplit.Usual(Optional.empty(), seed));
    parts.clear();
    for (Split split : List.of(Split.TRAIN, Split.VAL, Split.TEST)) {
      drawn.get(split).forEach(key -> parts.put(key, split));
    }
    return new GivenSplits(parts, List.of("the pictures are not parted into train, val and test: a tenth each was drawn for val and test"));
  }
}
