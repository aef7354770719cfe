package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published mean IoU was called {@code miou} once; runs and configurations of that time are understood. */
class FormerRunTest {
  private static final String ONCE = "segment_semantic.miou";
  private static final String HIT = "segment_semantic.miou_hit";

  @TempDir Path temp;

  private static final Path FIXTURE = Path.of("src", "test", "resources", "fixtures", "run-0.1-miou");

  /** The configuration of the run that release 0.1 began and of this one. */
  private Path config() throws IOException {
    Path config = ResumeCommandTest.config(temp);
    return Files.writeString(config, Files.readString(config).replace("{name: normal, kind: NORMALS,", "{name: segment_semantic, kind: SEGMENTATION, outputs: 7,")
        .replace("validation: {every: 2}", "validation: {every: 1, take: BEST}"));
  }

  private static Outcome run(Path config, Path out, String... changes) {
    return CommandLineTest.run(Stream.concat(Stream.of("run", config.toString(), "--out", out.toString()), Stream.of(changes)).toArray(String[]::new));
  }

  /** Release 0.1 was told {@code validation.metric: segment_semantic.miou} and stopped before its search. */
  @Test
  void aRunThatWasBegunByThePublishedMeanEndsByIt() throws IOException {
    Path begun = begun();
    Outcome resumed = CommandLineTest.run("run", "--resume", begun.toString(), "--set", "budget.iterations=1000");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).doesNotContain("' now is");
    assertThat(begun.resolve("model.zip")).exists();
    assertThat(begun.resolve("config.yaml")).content().contains(HIT);
    List<String> metrics = Files.readAllLines(begun.resolve("metrics.jsonl"));
    assertThat(metrics).filteredOn(line -> line.contains("\"started\""))
        .containsExactly("{\"event\":\"started\",\"formatVersion\":1}", "{\"event\":\"started\",\"formatVersion\":2}");
    int now = metrics.indexOf("{\"event\":\"started\",\"formatVersion\":2}");
    assertThat(metrics.subList(now, metrics.size())).filteredOn(line -> line.contains("\"validation\"") && line.contains("segment_semantic"))
        .isNotEmpty().allMatch(line -> line.contains("miou_hit"));
    Outcome again = CommandLineTest.run("run", "--resume", begun.toString());
    assertThat(again.code()).as(again.err()).isZero();
  }

  private Path begun() throws IOException {
    Path backbone = Files.copy(FIXTURE.resolve("tiny.prototxt"), temp.resolve("tiny.prototxt"));
    Path begun = temp.resolve("begun");
    try (Stream<Path> files = Files.walk(FIXTURE.resolve("begun"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = begun.resolve(FIXTURE.resolve("begun").relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    for (Path file : List.of(begun.resolve("config.yaml"), begun.resolve("checkpoints").resolve("run.json"))) {
      Files.writeString(file, Files.readString(file).replace("BACKBONE", backbone.toString().replace("\\", "/")));
    }
    return begun;
  }

  @Test
  void whoNamesMiouIsToldOnceThatItIsAnotherFigureNow() throws IOException {
    Path config = config();
    Outcome several = run(config, temp.resolve("several"), "--set", "validation.metric=" + ONCE, "--set", "stages=[POST]", "--set", "baselines=[]",
        "--seeds", "1,2");
    assertThat(several.code()).as(several.err()).isZero();
    assertThat(several.out().split("validation\\.metric: 'segment_semantic\\.miou' now is", -1)).hasSize(2);
    Outcome present = run(config, temp.resolve("present"), "--set", "validation.metric=segment_semantic.miou_present", "--set", "stages=[POST]", "--set",
        "baselines=[]");
    assertThat(present.code()).as(present.err()).isZero();
    assertThat(present.out()).doesNotContain("' now is").contains("miou").doesNotContain("miou_hit");
  }
}
