package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ready configurations on scenes in each layout, shortened: written, checked, trained and measured from the command line. */
class LayoutRunTest {
  private static final List<String> SHORT = List.of("batch=2", "backbone=demo", "input.crop=[32, 32]", "data.threads=2", "preTraining.iterations=2",
      "policySearch.iterations=3", "policySearch.policySteps=1", "policySearch.weightSteps=1", "postTraining.iterations=3");

  @TempDir Path folder;

  private Path scenes(String layout) {
    Path root = folder.resolve(layout);
    Outcome written = CommandLineTest.run("data", "synth", "--layout", layout, "--out", root.toString(), "--size", "32x48", "--train", "6", "--val", "2",
        "--test",
        "2");
    assertThat(written.code()).as(written.err()).isZero();
    return root;
  }

  @ParameterizedTest
  @CsvSource({"cityscapes, 2", "nyuv2, 3", "taskonomy, 5"})
  void readyConfigurationsRunOnTheirLayouts(String layout, int tasks) throws IOException {
    Path root = scenes(layout);
    Outcome checked = CommandLineTest.run("data", "check", "--layout", layout, "--root", root.toString(), "--json");
    assertThat(checked.code()).as(checked.out() + checked.err()).isZero();
    JsonNode report = new ObjectMapper().readTree(checked.out());
    assertThat(report.get("sound").asBoolean()).isTrue();
    assertThat(report.get("tasks")).hasSize(tasks);

    Path run = folder.resolve("run");
    List<String> settings = new ArrayList<>(SHORT);
    settings.add("data.root=" + root);
    settings.add("data.size=[32, 48]");
    for (int i = 0; i < tasks; i++) {
      settings.add("tasks." + i + ".head={type: conv1x1, width: 4}");
    }
    Outcome trained = CommandLineTest.run(Stream.concat(Stream.of("run", layout, "--out", run.toString()), settings.stream()
        .flatMap(s -> Stream.of("--set", s)))
        .toArray(String[]::new));
    assertThat(trained.code()).as(trained.err()).isZero();
    JsonNode result = new ObjectMapper().readTree(run.resolve("result.json").toFile());
    assertThat(result.get("metrics").get("search")).hasSize(tasks);
    assertThat(result.get("wait_seconds").get("post").asDouble()).isBetween(0.0, result.get("seconds").get("post").asDouble());
    assertThat(Files.readString(run.resolve("metrics.jsonl"))).contains("\"event\":\"epoch\"").contains("waitSeconds");

    Outcome evaluated = CommandLineTest.run("evaluate", run.resolve("model.zip").toString(), "--layout", layout, "--root", root.toString(), "--json");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(new ObjectMapper().readTree(evaluated.out()).get("metrics")).isEqualTo(result.get("metrics").get("search"));
  }

  @Test
  void aFaultIsNamedAndEndsWithTwo() throws IOException {
    Path root = scenes("nyuv2");
    Path depth = root.resolve("depth/test/1.npy");
    Files.write(depth, Arrays.copyOf(Files.readAllBytes(depth), 200));
    Outcome checked = CommandLineTest.run("data", "check", "--layout", "nyuv2", "--root", root.toString());
    assertThat(checked.code()).isEqualTo(2);
    assertThat(checked.out()).contains("1 thing is wrong:").contains(depth.toString()).contains("cut short")
        .contains("train 6, train1 3, train2 3, val 2, test 2");
    Outcome missing = CommandLineTest.run("data", "check", "--layout", "cityscapes", "--root", root.toString());
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("cityscape.json: there is no such file").doesNotContain("at org.");
  }

  @Test
  void picturesOfAWrongSizeAreNamedBeforeAnythingIsTrained() {
    Path root = scenes("cityscapes");
    Path run = folder.resolve("run");
    List<String> settings = new ArrayList<>(SHORT);
    settings.add("data.root=" + root);
    Outcome trained = CommandLineTest.run(Stream.concat(Stream.of("run", "cityscapes", "--out", run.toString()), settings.stream()
        .flatMap(s -> Stream.of("--set", s)))
        .toArray(String[]::new));
    assertThat(trained.code()).isEqualTo(2);
    assertThat(trained.err()).contains("32x48", "data.size").doesNotContain("pre-train");
    assertThat(run).doesNotExist();
  }
}
