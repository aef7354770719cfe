package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.graph.automtl.Architecture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From {@code automtl run} to {@code evaluate}, on a network and images as small as can be. */
class RunCommandTest {
  @TempDir static Path temp;
  private static Path config;
  private static Path run;
  private static Outcome outcome;

  @BeforeAll
  static void runOnce() throws IOException {
    Path backbone = Files.writeString(temp.resolve("tiny.prototxt"), """
        name: "tiny"
        input: "data"
        input_dim: [1, 3, 8, 8]
        layer { name: "c1" type: "Convolution" bottom: "data" top: "c1" convolution_param { num_output: 4 kernel_size: 3 pad: 1 stride: 2 } }
        layer { name: "b1" type: "BatchNorm" bottom: "c1" top: "b1" }
        layer { name: "r1" type: "ReLU" bottom: "b1" top: "r1" }
        layer { name: "c2" type: "Convolution" bottom: "r1" top: "c2" convolution_param { num_output: 4 kernel_size: 3 pad: 1 } }
        """);
    config = Files.writeString(temp.resolve("tiny run.yaml"), """
        backbone: %s
        batch: 2
        threads: 1
        data: {layout: synthetic, size: [8, 8], train: 6, val: 2, test: 3, threads: 0}
        tasks:
          - {name: depth_zbuffer, kind: DEPTH, head: conv1x1}
          - {name: normal, kind: NORMALS, head: conv1x1}
        preTraining: {iterations: 1}
        policySearch: {iterations: 3, policySteps: 1, weightSteps: 1}
        sampling: {iterations: 1}
        postTraining: {iterations: 2}
        """.replace("%s", "'" + backbone + "'"));
    run = temp.resolve("run 1");
    outcome = CommandLineTest.run("run", config.toString(), "--out", run.toString(), "--baselines", "all", "--seed", "7");
  }

  private static Outcome automtl(String... arguments) {
    return CommandLineTest.run(arguments);
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aRunEndsWithItsTableAndThePathOfItsFolder() {
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().lines()).last().isEqualTo(run.toString());
    assertThat(outcome.out()).startsWith("version: 1\nname: tiny-run\n").contains("seed: 7").contains("This will take").containsPattern("depth_zbuffer +abs_error ")
        .contains("Delta");
  }

  @Test
  void itsFolderHoldsWhatItFound() throws IOException {
    assertThat(files(run)).containsExactly("architecture.json", "checkpoints", "config.yaml", "latency.json", "log.txt", "metrics.jsonl", "model.zip", "provenance.json",
        "report.html", "result.json", "supermodel.npz");
    RunConfig effective = RunConfig.read(run.resolve("config.yaml"));
    assertThat(effective.seed()).isEqualTo(7);
    assertThat(effective.baselines()).hasSize(2);
    RunResult result = RunResult.fromJson(Files.readString(run.resolve("result.json")), "result.json");
    assertThat(result.models()).contains("constant", "single", "hard", "search");
    assertThat(result.delta()).containsEntry("single", 0.0).containsKeys("hard", "search");
    assertThat(result.seconds()).containsKeys("pre", "search", "sample", "post", "hard", "single");
    assertThat(outcome.out()).contains(result.table());
    assertThat(Files.readString(run.resolve("log.txt"))).contains("INFO").contains("ND4J");
    assertThat(Files.readString(run.resolve("metrics.jsonl")).lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}")).hasSizeGreaterThan(10);
  }

  @Test
  void itsPageShowsTheTableTheArchitectureAndSamples() throws IOException {
    String page = Files.readString(run.resolve("report.html"));
    assertThat(page).contains("Results").contains("Architecture").contains("How the policies moved").contains("Learning curves").contains("Cost of each layer")
        .contains("data:image/png;base64,").contains("synthetic").doesNotContain("class=\"note\"");
    Files.delete(run.resolve("report.html"));
    Outcome again = automtl("report", run.toString());
    assertThat(again.code()).isZero();
    assertThat(again.out().strip()).isEqualTo(run.resolve("report.html").toString());
    assertThat(Files.readString(run.resolve("report.html"))).as("the same from the folder alone").isEqualTo(page);
  }

  @Test
  void runsAreComparedOnAPageOfTheirOwn() throws IOException {
    Path other = temp.resolve("other");
    assertThat(automtl("run", config.toString(), "--out", other.toString(), "--seed", "7", "--set", "policySearch.lambda=0.5", "--set", "stages=[PRE]").code())
        .isZero();
    Path page = temp.resolve("pages").resolve("both.html");
    Outcome compared = automtl("report", run.toString(), other.toString(), "--out", page.toString());
    assertThat(compared.err()).isEmpty();
    assertThat(Files.readString(page)).contains("2 runs of 2 configurations").contains("policySearch.lambda").contains("B: tiny-run").contains("Delta");
    Outcome again = automtl("report", run.toString(), other.toString(), "--out", page.toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("both.html").contains("--overwrite");
  }

  @Test
  void evaluateGivesTheFiguresOfTheResultToTheLastBit() throws IOException {
    JsonNode result = new ObjectMapper().readTree(run.resolve("result.json").toFile());
    Outcome evaluated = automtl("evaluate", run.resolve("model.zip").toString(), "--layout", "synthetic", "--json");
    assertThat(evaluated.code()).isZero();
    assertThat(new ObjectMapper().readTree(evaluated.out()).get("metrics")).isEqualTo(result.at("/metrics/search"));
    Outcome others = automtl("evaluate", run.resolve("model.zip").toString(), "--layout", "synthetic", "--seed", "8");
    assertThat(others.code()).isZero();
    assertThat(others.out()).contains("depth_zbuffer").doesNotContain("{");
  }

  @Test
  void aModelOutsideOfARunsFolderNeedsASeed() throws IOException {
    Path copy = Files.copy(run.resolve("model.zip"), Files.createDirectories(temp.resolve("elsewhere")).resolve("copy.zip"));
    Outcome missing = automtl("evaluate", copy.toString(), "--layout", "synthetic");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).startsWith("automtl evaluate: --seed: missing");
    Outcome given = automtl("evaluate", copy.toString(), "--layout", "synthetic", "--seed", "7", "--test", "3", "--batch", "2");
    Outcome original = automtl("evaluate", run.resolve("model.zip").toString(), "--layout", "synthetic");
    assertThat(given.out()).isEqualTo(original.out());
  }

  @Test
  void furtherArchitecturesCanBeDrawnAndTrained() throws IOException {
    Outcome printed = automtl("sample", run.toString(), "--mode", "argmax");
    assertThat(printed.code()).isZero();
    assertThat(Architecture.fromJson(printed.out()).backbone()).isEqualTo("tiny");
    Path file = temp.resolve("drawn.json");
    assertThat(automtl("sample", run.toString(), "--candidates", "2", "--seed", "5", "--out", file.toString()).out().strip()).isEqualTo(file.toString());
    Outcome again = automtl("sample", run.toString(), "--out", file.toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("drawn.json").contains("--overwrite");
    Outcome trained = automtl("run", config.toString(), "--set", "stages=[POST]", "--set", "architecture='" + file + "'", "--out", temp.resolve("post")
        .toString());
    assertThat(trained.code()).isZero();
    Outcome unsearched = automtl("sample", temp.resolve("post").toString());
    assertThat(unsearched.code()).isEqualTo(2);
    assertThat(unsearched.err()).contains("found a run of the stages [POST], allowed: one with SEARCH");
    assertThat(files(temp.resolve("post"))).contains("model.zip").doesNotContain("supermodel.npz", "architecture.json");
  }

  @Test
  void severalSeedsAreSeveralRuns() throws IOException {
    Path folder = temp.resolve("seeds");
    Outcome seeds = automtl("run", config.toString(), "--seeds", "1,2", "--set", "stages=[PRE]", "--out", folder.toString());
    assertThat(seeds.code()).isZero();
    assertThat(files(folder)).containsExactly("report.html", "seed-1", "seed-2", "seeds.json");
    assertThat(Files.readString(folder.resolve("report.html"))).contains("2 runs of 1 configuration").contains("seed-1/report.html");
    assertThat(RunConfig.read(folder.resolve("seed-2").resolve("config.yaml")).seed()).isEqualTo(2);
    List<String> lines = new ArrayList<>(seeds.out().lines().toList());
    assertThat(lines.get(lines.size() - 1)).isEqualTo(folder.toString());
    assertThat(seeds.out()).contains("seed 1: ").contains("seed 2: ");
  }

  @Test
  void aFolderIsOverwrittenOnlyWhenAsked() throws IOException {
    Path folder = temp.resolve("again");
    String[] command = {"run", config.toString(), "--set", "stages=[PRE]", "--out", folder.toString()};
    assertThat(automtl(command).code()).isZero();
    Outcome refused = automtl(command);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).startsWith("automtl run: " + folder + ": found a folder that is not empty");
    assertThat(refused.out()).isEmpty();
    List<String> more = new ArrayList<>(List.of(command));
    more.add("--overwrite");
    assertThat(automtl(more.toArray(String[]::new)).code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      run nosuch                                     | automtl run: 'nosuch' is neither a file nor a ready configuration
      run demo --set batch=0                         | automtl run: configuration 'demo': batch: found 0, allowed: a whole number of at least 1
      run demo --set batch                           | automtl run: --set batch: found no key and value
      run demo --set policySearch.iteratons=5        | automtl run: configuration 'demo': policySearch.iteratons: unknown key; did you mean 'iterations'?
      run demo --set backbone=nosuch                 | automtl run:
      run demo --set data.size=[8,9000000000]        | automtl run: configuration 'demo': data.size[1]: found 9000000000
      run demo --set tasks.0.outputs=5               | automtl run: tasks.segment_semantic.outputs: found 5, allowed: 7
      run demo --set tasks.0.name=flow               | automtl run: synthetic scenes have no task 'flow'
      run demo --seed x                              | automtl run: Invalid value for option '--seed': 'x' is not a long
      run demo --seed 1 --seeds 1,2                  | automtl run: --seed=N, --seeds=N,N,... are mutually exclusive
      run demo --seeds 1,x                           | automtl run: Invalid value for option '--seeds'
      run demo --baselines simple                    | automtl run: Invalid value for option '--baselines'
      run demo --outt                                | automtl run: Unknown option: '--outt'; did you mean '--out'
      run demo demo                                  | automtl run: Unmatched argument at index 2: 'demo'
      run demo --set stages=[POST] --set architecture=nosuch.json | automtl run: nosuch.json
      sample nosuch                                  | automtl sample: nosuch: found no config.yaml in it, allowed: the folder of a run
      sample nosuch --mode best                      | automtl sample: Invalid value for option '--mode'
      report                                         | automtl report: Missing required parameter: 'RUN'
      report nosuch                                  | automtl report: nosuch: found no config.yaml in it or in a folder below it
      sample                                         | automtl sample: Missing required parameter: 'RUN'
      evaluate                                       | automtl evaluate: Missing required
      evaluate nosuch.zip --layout synthetic --seed 1 | automtl evaluate: nosuch.zip
      evaluate m.zip --layout imagenet               | automtl evaluate: --layout: found 'imagenet', allowed: synthetic, cityscapes
      evaluate m.zip --layout cityscapes             | automtl evaluate: --root: missing
      evaluate m.zip --layout synthetic --batch 0    | automtl evaluate: --batch: found 0
      evaluate m.zip --layout synthetic              | automtl evaluate: --seed: missing
      """)
  void aWrongCommandIsOneClearLineAndExitCodeTwo(String line, String message) {
    Outcome wrong = automtl(line.split(" "));
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).startsWith(message).doesNotContain("\tat ");
    assertThat(wrong.err().lines()).hasSize(1);
  }
}
