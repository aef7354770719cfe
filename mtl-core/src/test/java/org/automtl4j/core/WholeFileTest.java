package org.automtl4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

  @TempDir Path folder;

  @Test
  void aFileIsReplacedAndMissingFoldersAreMade() throws IOException {
    Path file = folder.resolve("a/b.txt");
    WholeFile.write(file, out -> out.write(1));
    WholeFile.write(file, out -> out.write(2));
    assertThat(file).hasBinaryContent(new byte[] {2});
  }

  @Test
  void whatGoesWrongHalfWayLeavesTheOldFileAndNoDraft() throws IOException {
    Path file = Files.writeString(folder.resolve("b.txt"), "old");
    assertThatThrownBy(() -> WholeFile.write(file, out -> {
      out.write(1);
      throw new IOException("disk full");
    })).isInstanceOf(IOException.class).hasMessage("disk full");
    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }
}
