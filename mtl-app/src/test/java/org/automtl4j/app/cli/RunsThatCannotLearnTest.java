package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would learn nothing, or fail after hours, is said before the first step. */
class RunsThatCannotLearnTest {
  @TempDir Path temp;

  private Outcome run(String... settings) {
    List<String> arguments = new ArrayList<>(List.of("run", "demo", "--baselines", "none", "--out", temp.resolve("run").toString()));
    for (String setting : List.of("data={layout: synthetic, size: [16, 16], train: 6, val: 2, test: 2, threads: 0}", "batch=2", "preTraining.iterations=1",
        "policySearch={iterations: 2, policySteps: 1, weightSteps: 1}", "sampling.iterations=1", "postTraining.iterations=1")) {
      arguments.addAll(List.of("--set", setting));
    }
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    return CommandLineTest.run(arguments.toArray(String[]::new));
  }

  @Test
  void oneTaskHasNothingToShare() {
    String one = "tasks=[{name: depth_zbuffer, kind: DEPTH, head: conv1x1}]";
    Outcome refused = run(one);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("stages: found [PRE, SEARCH, SAMPLE, POST], but one task ('depth_zbuffer') has nothing to share: set stages to [POST]");
    assertThat(temp.resolve("run")).doesNotExist();

    assertThat(run(one, "stages=[POST]").code()).as("what it says to do").isZero();
  }

  @Test
  void convolutionsThatAreAllSharedLeaveNothingToChoose() {
    Outcome refused = run("policySearch.shareBottom=99", "compat.sharedBottom=FIXED");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(temp.resolve("run")).doesNotExist();
  }

  @Test
  void denseTasksCannotLearnFromOnePixel() throws IOException {
    Path backbone = Files.writeString(temp.resolve("classifier.prototxt"), """
        name: "classifier"
        input: "data"
        input_dim: [1, 3, 33, 33]
        layer { name: "c1" type: "Convolution" bottom: "data" top: "c1" convolution_param { num_output: 8 kernel_size: 3 pad: 1 } }
        layer { name: "p" type: "Pooling" bottom: "c1" top: "p" pooling_param { pool: AVE global_pooling: true } }
        layer { name: "fc" type: "Convolution" bottom: "p" top: "fc" convolution_param { num_output: 8 kernel_size: 1 } }
        """);
    Outcome refused = run("backbone=" + backbone);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("ends in one pixel (").contains("from which the dense task").contains("classification and regression can")
        .contains("End the backbone at a map");
    assertThat(temp.resolve("run")).doesNotExist();
  }

  @Test
  void cropsLargerThanTheImagesAreTold() {
    Path root = temp.resolve("set");
    assertThat(CommandLineTest.run("data", "synth", "--layout", "folder", "--out", root.toString(), "--size", "16x24", "--train", "4", "--val", "2", "--test", "2")
        .code()).isZero();
    Outcome told = CommandLineTest.run("run", "folder", "--set", "data.root=" + root, "--set", "data.threads=0", "--set", "backbone=demo", "--set", "batch=2",
        "--set", "stages=[PRE]", "--set", "preTraining.iterations=1", "--set", "input.crop=[64, 64]", "--baselines", "none", "--out",
        temp.resolve("run").toString());
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("Images of 16x24 are smaller than the crop of 64x64: about 91 % of each crop is padding")
        .contains("set input.crop to [16, 24].");
  }
}
