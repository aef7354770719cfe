package org.automtl4j.app.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.app.readme.JavaShell;
import org.automtl4j.app.readme.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every code cell of every notebook runs, in JShell, with two iterations of everything; outputs are stored; and the Zeppelin note's programs run. */
class NotebooksTest {
  @TempDir Path temp;

  static List<Notebook> notebooks() throws IOException {
    return Notebook.all();
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void everyCellRuns(Notebook notebook) {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (JavaShell shell = new JavaShell()) {
      for (Notebook.Cell cell : notebook.cells()) {
        if (!cell.isDependencies()) {
          shell.run(Programs.shortened(cell.code()));
        }
      }
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void dependenciesStandAtTheTopAndAreThoseOfTheBuild(Notebook notebook) throws IOException {
    List<String> lines = notebook.cells().get(0).code().lines().toList();
    String version = projectVersion();
    assertThat(lines).allMatch(line -> line.startsWith("%maven ")).contains("%maven org.automtl4j:mtl-train:" + version)
        .anyMatch(l -> l.startsWith("%maven org.nd4j:nd4j-native:"));
    assertThat(notebook.cells().stream().skip(1)).noneMatch(Notebook.Cell::isDependencies);
  }

  private static String projectVersion() throws IOException {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    return pom.substring(pom.indexOf("<version>") + "<version>".length(), pom.indexOf("</version>"));
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void outputsAreStoredAndNoneIsAnError(Notebook notebook) {
    assertThat(notebook.cells().stream().filter(c -> c.code().contains("System.out"))).isNotEmpty().allSatisfy(cell -> {
      assertThat(cell.outputs()).as(cell.code()).isNotEmpty();
      for (JsonNode output : cell.outputs()) {
        assertThat(output.get("output_type").asText()).as(cell.code()).isNotEqualTo("error");
      }
    });
    assertThat(notebook.cells().toString()).doesNotContain(System.getProperty("user.home") + File.separator);
  }

  @Test
  void theProgramsOfTheZeppelinNoteRunOneAfterTheOther() throws Exception {
    JsonNode note = new ObjectMapper().readTree(Notebook.folder().resolve("quick-start.zpln").toFile());
    assertThat(note.get("paragraphs").get(0).get("text").asText()).startsWith("%md").contains("org.automtl4j:mtl-train:" + projectVersion());
    int programs = 0;
    for (JsonNode paragraph : note.get("paragraphs")) {
      String text = paragraph.get("text").asText();
      if (text.startsWith("%java")) {
        String program = Programs.shortened(text.substring("%java".length())).replace("System.getProperty(\"java.io.tmpdir\")", "\"" + temp.toString()
            .replace("\\", "/") + "\"");
        Programs.compileAndRun(program, temp);
        programs++;
      }
    }
    assertThat(programs).isEqualTo(3);
  }
}
