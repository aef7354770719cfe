package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.automtl4j.app.report.RunResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program does with a run is the same for every method. */
class MethodRunTest {
  @TempDir static Path temp;
  private static Path config;

  @BeforeAll
  static void write() throws IOException {
    config = ResumeCommandTest.config(temp);
  }

  private static CommandLineTest.Outcome run(String method, Path folder, String... more) {
    List<String> command = new ArrayList<>(List.of("run", config.toString(), "--out", folder.toString(), "--set", "method.name=" + method, "--baselines", "all"));
    command.addAll(List.of(more));
    return CommandLineTest.run(command.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hard-sharing", "single-task"})
  void aMethodTrainsResumesExportsAndReports(String method) throws IOException {
    Path reference = temp.resolve(method);
    CommandLineTest.Outcome whole = run(method, reference);
    assertThat(whole.code()).as(whole.err()).isZero();
    assertThat(reference.resolve("config.yaml")).content().contains("name: " + method);
    assertThat(whole.out()).contains("This will take").contains("depth_zbuffer").contains("search");

    Path parts = temp.resolve(method + " in parts");
    CommandLineTest.Outcome part = run(method, parts, "--set", "budget.iterations=2");
    int count = 1;
    while (part.code() == 130) {
      part = CommandLineTest.run("run", "--resume", parts.toString());
      count++;
    }
    assertThat(part.code()).as(part.err()).isZero();
    assertThat(count).isGreaterThan(2);
    assertThat(ResumeCommandTest.result(parts)).isEqualTo(ResumeCommandTest.result(reference));
    assertThat(parts.resolve("model.zip")).hasSameBinaryContentAs(reference.resolve("model.zip"));

    for (String format : List.of("onnx", "samediff", "dl4j")) {
      Path file = temp.resolve(method + "." + format);
      CommandLineTest.Outcome exported = CommandLineTest.run("export", reference.resolve("model.zip").toString(), "--format", format, "--out", file.toString());
      assertThat(exported.code()).as(exported.err()).isZero();
      assertThat(file).isNotEmptyFile();
    }
    assertThat(Files.readString(reference.resolve("report.html"))).contains("Results").contains("Learning curves").doesNotContain("How the policies moved");
    assertThat(reference.resolve("supermodel.npz")).doesNotExist();
  }

  @Test
  void hardSharingAsAMethodIsTheBaselineOfAnother() throws IOException {
    Path automtl = temp.resolve("automtl");
    assertThat(run("automtl", automtl).code()).isZero();
    Path hard = temp.resolve("hard alone");
    assertThat(run("hard-sharing", hard).code()).isZero();
    RunResult searched = RunResult.fromJson(Files.readString(automtl.resolve("result.json")), "result.json");
    RunResult plain = RunResult.fromJson(Files.readString(hard.resolve("result.json")), "result.json");
    assertThat(plain.metrics().get(RunResult.SEARCH)).isEqualTo(searched.metrics().get("hard"));
    assertThat(plain.parameters().get(RunResult.SEARCH)).isEqualTo(searched.parameters().get("hard"));
    assertThat(plain.metrics().get("single")).isEqualTo(searched.metrics().get("single"));
  }

  @Test
  void aMethodThatNothingKnowsTrainsResumesExportsPredictsAndReports() throws IOException {
    Path reference = temp.resolve("own");
    String[] width = {"--set", "method.width=3"};
    CommandLineTest.Outcome whole = run("stripes", reference, width);
    assertThat(whole.code()).as(whole.err()).isZero();
    assertThat(reference.resolve("config.yaml")).content().contains("  name: stripes\n  width: 3\n");
    assertThat(whole.out()).contains("This will take").contains("single").contains("hard");

    Path parts = temp.resolve("own in parts");
    CommandLineTest.Outcome part = run("stripes", parts, "--set", "method.width=3", "--set", "budget.iterations=2");
    int count = 1;
    while (part.code() == 130) {
      part = CommandLineTest.run("run", "--resume", parts.toString());
      count++;
    }
    assertThat(part.code()).as(part.err()).isZero();
    assertThat(count).isGreaterThan(2);
    assertThat(ResumeCommandTest.result(parts)).isEqualTo(ResumeCommandTest.result(reference));
    assertThat(ResumeCommandTest.metrics(parts)).isEqualTo(ResumeCommandTest.metrics(reference));

    String model = reference.resolve("model.zip").toString();
    for (String format : List.of("onnx", "samediff")) {
      CommandLineTest.Outcome exported = CommandLineTest.run("export", model, "--format", format, "--out", temp.resolve("own." + format).toString());
      assertThat(exported.code()).as(exported.err()).isZero();
    }
    assertThat(CommandLineTest.run("export", model, "--format", "npz", "--out", temp.resolve("own.npz").toString()).err()).contains("found a model of method 'stripes'");
    CommandLineTest.Outcome evaluated = CommandLineTest.run("evaluate", model, "--layout", "synthetic", "--seed", "1", "--test", "3", "--json");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(Files.readString(reference.resolve("report.html"))).contains("Each is 3 channels wide.").contains("Learning curves");
  }

  @Test
  void aMethodThatNothingKnowsIsABaselineOfAnother() throws IOException {
    Path folder = temp.resolve("own as baseline");
    assertThat(CommandLineTest.run("run", config.toString(), "--out", folder.toString(), "--baselines", "hard,stripes").code()).isZero();
    RunResult result = RunResult.fromJson(Files.readString(folder.resolve("result.json")), "result.json");
    assertThat(result.models()).contains("hard", "stripes", RunResult.SEARCH);
    assertThat(result.macs().get("stripes")).isPositive();
  }

  @Test
  void keysOfAnotherMethodAreNamed() {
    assertThat(CommandLineTest.run("run", config.toString(), "--set", "method={name: stripes, widht: 3}").err()).contains("method.widht: unknown key; did you mean 'width'?");
  }
}
