package org.automtl4j.data.dataset.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.internal.SplitTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitTableTest {
  private static final List<String> NAMES = IntStream.range(0, 100).mapToObj(i -> "video" + i / 5 + "_" + i % 5).sorted().toList();

  @TempDir Path folder;

  private static void assertPartition(Map<Split, List<String>> table, List<String> all) {
    List<String> together = new ArrayList<>(table.get(Split.TRAIN));
    together.addAll(table.get(Split.VAL));
    together.addAll(table.get(Split.TEST));
    assertThat(together).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
    List<String> halves = new ArrayList<>(table.get(Split.TRAIN1));
    halves.addAll(table.get(Split.TRAIN2));
    assertThat(halves).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(table.get(Split.TRAIN));
    assertThat(table.values()).noneMatch(List::isEmpty);
  }

  @Test
  void fractionsPartBySeedAndNothingElse() {
    FolderSplit split = new FolderSplit.Fractions(0.1, 0.2, Optional.empty(), 3);
    Map<Split, List<String>> table = SplitTable.of(folder, NAMES, split);
    assertPartition(table, NAMES);
    assertThat(table.get(Split.TEST)).hasSize(20);
    assertThat(table.get(Split.VAL)).hasSize(10);
    assertThat(SplitTable.of(folder, NAMES, split)).isEqualTo(table);
    assertThat(SplitTable.of(folder, NAMES, new FolderSplit.Fractions(0.1, 0.2, Optional.empty(), 4))).isNotEqualTo(table);
  }

  @Test
  void groupsStayTogether() {
    Map<Split, List<String>> table = SplitTable.of(folder, NAMES, new FolderSplit.Fractions(0.1, 0.1, Optional.of("^(video\\d+)_"), 0));
    assertPartition(table, NAMES);
    Set<String> seen = new TreeSet<>();
    for (Split split : List.of(Split.TRAIN1, Split.TRAIN2, Split.VAL, Split.TEST)) {
      Set<String> groups = table.get(split).stream().map(n -> n.replaceFirst("_.*", "")).collect(Collectors.toSet());
      assertThat(seen).doesNotContainAnyElementsOf(groups);
      assertThat(table.get(split)).hasSize(5 * groups.size());
      seen.addAll(groups);
    }
  }

  @Test
  void aPatternThatFindsNothingOrTooFewGroupsAreErrors() {
    assertThatThrownBy(() -> SplitTable.of(folder, NAMES, new FolderSplit.Fractions(0.1, 0.1, Optional.of("frame"), 0)))
        .hasMessageContaining("split.group: found the picture 'video0_0', in which the pattern 'frame' finds nothing");
    assertThatThrownBy(() -> SplitTable.of(folder, NAMES, new FolderSplit.Fractions(0.1, 0.1, Optional.of("video"), 0)))
        .hasMessageContaining("found 100 labelled pictures in 1 group, too few");
    assertThatThrownBy(() -> SplitTable.of(folder, List.of("a", "b", "c"), new FolderSplit.Fractions(0.1, 0.1, Optional.empty(), 0)))
        .hasMessageContaining("found 3 labelled pictures, too few to part them into train, val and test; allowed: at least 4, two of them for training");
  }

  private FolderSplit lists(String train, String test, Optional<String> val) throws Exception {
    Files.writeString(folder.resolve("train.txt"), train);
    Files.writeString(folder.resolve("test.txt"), test);
    if (val.isPresent()) {
      Files.writeString(folder.resolve("val.txt"), val.get());
      return new FolderSplit.Lists(Map.of(Split.TRAIN, "train.txt", Split.TEST, "test.txt", Split.VAL, "val.txt"), Optional.empty(), 0);
    }
    return new FolderSplit.Lists(Map.of(Split.TRAIN, "train.txt", Split.TEST, "test.txt"), Optional.empty(), 0);
  }

  @Test
  void listsNamePicturesWithOrWithoutTheirEndings() throws Exception {
    Map<Split, List<String>> table = SplitTable.of(folder, List.of("a", "b", "c.d", "e"), lists("# mine\na.png\n\n b \n", "c.d\n", Optional.of("e.jpg")));
    assertThat(table.get(Split.TRAIN)).containsExactly("a", "b");
    assertThat(table.get(Split.TEST)).containsExactly("c.d");
    assertThat(table.get(Split.VAL)).containsExactly("e");
  }

  @Test
  void withoutAListOfValidationATenthOfTrainingIsSetAside() throws Exception {
    Map<Split, List<String>> table = SplitTable.of(folder, NAMES, lists(String.join("\n", NAMES.subList(0, 80)), String.join("\n", NAMES.subList(80, 100)),
        Optional.empty()));
    assertThat(table.get(Split.VAL)).hasSize(8);
    assertPartition(table, NAMES);
  }

  @Test
  void listsThatDoNotFitAreRefusedWithTheirLine() throws Exception {
    List<String> names = List.of("a", "b", "c");
    FolderSplit unknown = lists("a\nx\n", "b", Optional.of("c"));
    assertThatThrownBy(() -> SplitTable.of(folder, names, unknown)).hasMessageContaining("train.txt, line 2: found 'x', allowed: names of pictures");
    FolderSplit both = lists("a\nb\n", "b", Optional.of("c"));
    assertThatThrownBy(() -> SplitTable.of(folder, names, both)).hasMessageContaining("found 'b', which is in train.txt too");
    FolderSplit twice = lists("a\na\n", "b", Optional.of("c"));
    assertThatThrownBy(() -> SplitTable.of(folder, names, twice)).hasMessageContaining("train.txt, line 2: found 'a' again");
    FolderSplit empty = lists("a\nb", "\n", Optional.of("c"));
    assertThatThrownBy(() -> SplitTable.of(folder, names, empty)).hasMessageContaining("test.txt: found no picture");
  }
}
