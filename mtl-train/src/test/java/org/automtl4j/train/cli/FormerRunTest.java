package org.automtl4j.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.automtl4j.train.checkpoint.FormerCheckpoints;
import org.automtl4j.train.cli.CommandLineTest.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published mean IoU was called {@code miou} once; runs and configurations of that time are understood. */
class FormerRunTest {
  private static final String ONCE = "segment_semantic.miou";
  private static final String HIT = "segment_semantic.miou_hit";

  @TempDir Path temp;

  private Path config() throws IOException {
    Path config = ResumeCommandTest.config(temp);
    return Files.writeString(config, Files.readString(config).replace("{name: normal, kind: NORMALS,", "{name: segment_semantic, kind: SEGMENTATION, outputs: 7,")
        .replace("validation: {every: 2}", "validation: {every: 1, take: BEST}"));
  }

  private static Outcome run(Path config, Path out, String... changes) {
    return CommandLineTest.run(Stream.concat(Stream.of("run", config.toString(), "--out", out.toString()), Stream.of(changes)).toArray(String[]::new));
  }

  @Test
  void aRunThatWasBegunByThePublishedMeanEndsByIt() throws IOException {
    Path config = config();
    Path reference = temp.resolve("reference");
    assertThat(run(config, reference, "--set", "validation.metric=" + HIT).code()).isZero();
    Path begun = temp.resolve("begun");
    assertThat(run(config, begun, "--set", "validation.metric=" + HIT, "--set", "budget.iterations=5").code()).isEqualTo(130);
    age(begun);
    Outcome resumed = CommandLineTest.run("run", "--resume", begun.toString(), "--set", "budget.iterations=1000");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).doesNotContain("' now is");
    assertThat(begun.resolve("model.zip")).hasSameBinaryContentAs(reference.resolve("model.zip"));
    assertThat(ResumeCommandTest.result(begun)).isEqualTo(ResumeCommandTest.result(reference));
    assertThat(begun.resolve("config.yaml")).content().contains(HIT);
    assertThat(Files.readAllLines(begun.resolve("metrics.jsonl"))).filteredOn(line -> line.contains("\"started\""))
        .containsExactly("{\"event\":\"started\",\"formatVersion\":1}", "{\"event\":\"started\",\"formatVersion\":2}");
    Outcome again = CommandLineTest.run("run", "--resume", begun.toString());
    assertThat(again.code()).as(again.err()).isZero();
  }

  /** Makes a run's files those of the first format. */
  private static void age(Path run) throws IOException {
    Files.writeString(run.resolve("config.yaml"), Files.readString(run.resolve("config.yaml")).replace(HIT, ONCE));
    Path record = run.resolve("checkpoints").resolve("run.json");
    ObjectNode content = (ObjectNode) new ObjectMapper().readTree(record.toFile());
    content.put("formatVersion", 1).put("config", content.get("config").asText().replace(HIT, ONCE));
    Files.writeString(record, content.toString());
    for (Path lines : List.of(run.resolve("metrics.jsonl"), run.resolve("checkpoints").resolve("events.jsonl"))) {
      if (Files.exists(lines)) {
        Files.writeString(lines, Files.readString(lines).replace("\"formatVersion\":2,\"value\"", "\"value\"").replace("\"formatVersion\":2", "\"formatVersion\":1")
            .replace("\"miou\"", "\"miou_present\"").replace("\"miou_hit\"", "\"miou\""));
      }
    }
    try (Stream<Path> files = Files.walk(run.resolve("checkpoints"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".state")).toList()) {
        FormerCheckpoints.rewrite(file, Map.of(HIT, ONCE));
      }
    }
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
