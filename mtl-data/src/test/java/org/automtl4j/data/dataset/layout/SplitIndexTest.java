package org.automtl4j.data.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitIndexTest {
  @TempDir Path folder;

  private static String samples(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "[\"i/" + i + ".png\",\"d/" + i + ".npy\"]").collect(Collectors.joining(",", "[", "]"));
  }

  private SplitIndex read(String json) throws IOException {
    return SplitIndex.read(Files.writeString(folder.resolve("index.json"), json), List.of("image", "depth"), "test", 0.1, 0);
  }

  @Test
  void aTenthOfTrainIsSetAsideWhereThereIsNoVal() throws IOException {
    String json = "{\"train\": " + samples(0, 40) + ", \"train1\": " + samples(0, 20) + ", \"train2\": " + samples(20, 40) + ", \"test\": "
        + samples(40, 45) + "}";
    SplitIndex index = read(json);
    assertThat(index.samples().get(Split.VAL)).hasSize(4);
    assertThat(index.samples().get(Split.TRAIN)).hasSize(36).doesNotContainAnyElementsOf(index.samples().get(Split.VAL));
    Set<List<String>> halves = new HashSet<>(index.samples().get(Split.TRAIN1));
    halves.addAll(index.samples().get(Split.TRAIN2));
    assertThat(halves).containsExactlyInAnyOrderElementsOf(index.samples().get(Split.TRAIN));
    assertThat(index.remarks()).singleElement().asString().contains("no val samples: 4 of the 40 training samples were set aside").contains("seed 0");
    assertThat(read(json)).isEqualTo(index);
    SplitIndex other = SplitIndex.read(folder.resolve("index.json"), List.of("image", "depth"), "test", 0.1, 1);
    assertThat(other.samples().get(Split.VAL)).isNotEqualTo(index.samples().get(Split.VAL));
  }

  @Test
  void trainIsHalvedWhereTheIndexDoesNot() throws IOException {
    SplitIndex index = read("{\"train\": " + samples(0, 9) + ", \"val\": " + samples(9, 11) + ", \"test\": " + samples(11, 12) + "}");
    assertThat(index.samples().get(Split.TRAIN1)).hasSize(5).doesNotContainAnyElementsOf(index.samples().get(Split.TRAIN2));
    assertThat(index.samples().get(Split.TRAIN2)).hasSize(4);
    assertThat(index.remarks()).singleElement().asString().contains("does not part train");
  }

  @Test
  void halvesThatAreNoneAreRemarkedUpon() throws IOException {
    SplitIndex index = read("{\"train\": " + samples(0, 9) + ", \"train1\": " + samples(0, 4) + ", \"train2\": " + samples(3, 9) + ", \"val\": "
        + samples(9, 10) + ", \"test\": " + samples(11, 12) + "}");
    assertThat(index.remarks()).singleElement().asString().contains("do not part train (9) between them");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "../secret.png          | without '..'",
      "a/../../secret.png     | without '..'",
      "a\\\\..\\\\secret.png  | without '..'",
      "/etc/passwd            | below the data set's folder",
      "C:/secret.png          | below the data set's folder",
      "`  `                   | below the data set's folder",
  })
  void pathsThatLeaveTheFolderAreRefused(String path, String message) {
    assertThatThrownBy(() -> read("{\"train\": [[\"" + path + "\", \"d.npy\"]]}")).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("index.json: mode 'train', sample 0").hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "[]                                        | not an index",
      "{                                         | not JSON",
      "{\"train\": [[\"a\",\"b\"]],}             | not JSON",
      "{\"train\": 5}                            | must be a list",
      "{\"train\": [[\"a\"]]}                    | found 1 files, expected 2: image, depth",
      "{\"train\": [\"a\"]}                      | found no list",
      "{\"train\": [[\"a\", 3]]}                 | found 3",
      "{\"test\": [[\"a\", \"b\"]]}              | names no training samples",
      "{\"train\": [[\"a\", \"b\"]]}             | too few to set 1 aside",
      "{\"train\": [[\"a\", \"b\"]], \"train\": []} | not JSON",
  })
  void whatIsNoIndexIsRefused(String json, String message) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(InvalidInputException.class).hasMessageContaining("index.json").hasMessageContaining(message);
  }

  @Test
  void aMissingIndexIsNamed() {
    assertThatThrownBy(() -> SplitIndex.read(folder.resolve("none.json"), List.of("a"), "test", 0.1, 0)).isInstanceOf(InvalidInputException.class)
        .hasMessage(folder.resolve("none.json") + ": there is no such file; a data set of this layout has its index there");
  }
}
