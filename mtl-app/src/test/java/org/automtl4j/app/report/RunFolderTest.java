package org.automtl4j.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir Path temp;

  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T08:09:10Z"), ZoneOffset.UTC);

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFolderIsNamedAfterTheRunAndTheTimeAndIsAlwaysNew() throws Exception {
    Path runs = temp.resolve("runs");
    assertThat(RunFolder.create(runs, "demo", CLOCK).path()).isEqualTo(runs.resolve("demo-20261122-080910"));
    assertThat(RunFolder.create(runs, "demo", CLOCK).path()).isEqualTo(runs.resolve("demo-20261122-080910-2"));
    assertThat(names(runs)).hasSize(2);
  }

  @Test
  void aFolderWithSomethingInItIsRefusedUnlessItMayBeOverwritten() throws Exception {
    RunFolder folder = RunFolder.at(temp.resolve("out"), false);
    folder.write(RunFolder.RESULT, "old");
    Files.writeString(folder.file("notes.txt"), "mine");
    assertThatThrownBy(() -> RunFolder.at(folder.path(), false)).isInstanceOf(InvalidInputException.class).hasMessageContaining("not empty")
        .hasMessageContaining("--overwrite");
    RunFolder.at(folder.path(), true);
    assertThat(names(folder.path())).containsExactly("notes.txt");
    assertThat(RunFolder.at(Files.createDirectory(temp.resolve("empty")), false).path()).isEqualTo(temp.resolve("empty"));
  }

  @Test
  void aFileInPlaceOfAFolderIsRefused() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertThatThrownBy(() -> RunFolder.at(file, true)).isInstanceOf(InvalidInputException.class).hasMessageContaining("found a file");
    assertThatThrownBy(() -> RunFolder.at(file.resolve("inside"), false)).isInstanceOf(InvalidInputException.class).hasMessageContaining("cannot be used");
    assertThatThrownBy(() -> RunFolder.create(file, "demo", CLOCK)).isInstanceOf(InvalidInputException.class).hasMessageContaining("cannot be made");
  }

  @Test
  void onlyARunsFolderOpens() {
    RunFolder folder = RunFolder.at(temp.resolve("run"), false);
    assertThatThrownBy(() -> RunFolder.open(folder.path())).isInstanceOf(InvalidInputException.class).hasMessageContaining("config.yaml");
    folder.write(RunFolder.CONFIG, "name: x\n");
    assertThat(RunFolder.open(folder.path()).file(RunFolder.CONFIG)).hasContent("name: x\n");
  }

  @Test
  void filesAreReplacedAndNothingIsLeftBesideThem() throws Exception {
    RunFolder folder = RunFolder.at(temp.resolve("run"), false);
    folder.write(RunFolder.RESULT, "old and longer");
    folder.write(RunFolder.RESULT, "new: \u00e4");
    assertThat(Files.readString(folder.file(RunFolder.RESULT), StandardCharsets.UTF_8)).isEqualTo("new: \u00e4");
    assertThat(names(folder.path())).containsExactly(RunFolder.RESULT);
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() throws Exception {
    RunFolder folder = RunFolder.at(temp.resolve("run"), false);
    Files.createDirectories(folder.file(RunFolder.RESULT).resolve("in the way"));
    assertThatThrownBy(() -> folder.write(RunFolder.RESULT, "x")).isInstanceOf(UncheckedIOException.class).hasMessageContaining("result.json");
    assertThat(names(folder.path())).containsExactly(RunFolder.RESULT);
  }
}
