package org.automtl4j.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.data.dataset.folder.TasksFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be known of the guides without running them: blocks say what they are, configurations can work, links lead somewhere. */
class GuidesTest {
  private static final Set<String> RUN = Set.of("sh", "yaml", "java");
  private static final Set<String> SHOWN = Set.of("text", "xml", "json", "prototxt", "bibtex", "python", "dockerfile");

  static List<Path> pages() throws IOException {
    return Block.pages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyBlockSaysWhatItIs(Path page) throws IOException {
    for (Block block : Block.of(page)) {
      if (!block.marked("output")) {
        assertThat(block.language()).as("%s: the language of the block, or a mark that it is output", block.where())
            .matches(language -> RUN.contains(language) || SHOWN.contains(language));
      }
      if (block.marked("not run")) {
        assertThat(block.argument("not run")).as("%s: the reason", block.where()).hasSizeGreaterThan(5);
      }
    }
  }

  /** An indented command would be shown, but never run. */
  @ParameterizedTest
  @MethodSource("pages")
  void commandsStandInFencedBlocks(Path page) throws IOException {
    List<String> fenced = Block.of(page).stream().flatMap(block -> block.text().lines()).toList();
    assertThat(Files.readAllLines(page, StandardCharsets.UTF_8)).as(page.toString())
        .noneMatch(line -> line.matches("    +(\\./)?(automtl|mvnw|notebooks/run|benchmarks/run)\\b.*") && !fenced.contains(line));
  }

  /** A whole configuration has a backbone and tasks; other YAML is a part of one. */
  @ParameterizedTest
  @MethodSource("pages")
  void configurationsCanWork(Path page) throws IOException {
    for (Block block : Block.of(page)) {
      if (block.language().equals("yaml") && block.isConfiguration() && !block.marked("not run") && !block.marked("output")) {
        assertThat(RunConfig.parse(block.text(), block.where(), List.of()).tasks()).as(block.where()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void tasksFilesCanWork(Path page) throws IOException {
    for (Block block : Block.of(page)) {
      if (block.language().equals("yaml") && block.isTasksFile()) {
        assertThat(TasksFile.parse(block.text(), block.where()).tasks()).as(block.where()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Path page) throws IOException {
    Matcher link = Pattern.compile("\\]\\((?!https?:|mailto:|#)([^)#\\s]+)").matcher(Files.readString(page, StandardCharsets.UTF_8));
    while (link.find()) {
      assertThat(page.resolveSibling(link.group(1)).normalize()).as("%s in %s", link.group(1), Block.ROOT.relativize(page)).exists();
    }
  }
}
