package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of AdaMTL on a network of a few thousand numbers. */
class AdaptiveRunTest {
  @TempDir Path temp;

  private Path config() throws IOException {
    return Files.writeString(temp.resolve("adaptive.yaml"), """
        backbone: swin-tiny
        taskStepping: JOINT
        batch: 2
        threads: 1
        data: {layout: synthetic, size: [16, 16], train: 8, val: 2, test: 3, threads: 0}
        tasks:
          - {name: depth_zbuffer, kind: DEPTH}
          - {name: normal, kind: NORMALS}
        method:
          name: adamtl
          encoder: {image: [16, 16], patch: 2, width: 4, depths: [2, 1], heads: [1, 2], window: 4, mlpRatio: 2}
          decoder: {width: 4}
          controllers: {blockHidden: 3, tokenHidden: 3}
          staticTraining: {iterations: 2}
          controllerTraining: {iterations: 2}
          adaptiveTraining: {iterations: 2, turns: {iterations: 2, turn: 1}}
          efforts: [0.5, 1]
        """);
  }

  @Test
  void aRunTrainsResumesPredictsAndReports() throws IOException {
    Path reference = temp.resolve("whole");
    CommandLineTest.Outcome whole = CommandLineTest.run("run", config().toString(), "--out", reference.toString());
    assertThat(whole.code()).as(whole.err()).isZero();
    assertThat(Files.readString(reference.resolve("efforts.json"))).contains("\"effort\" : 0.5").contains("multiplyAdds").contains("depth_zbuffer");
    assertThat(Files.readString(reference.resolve("report.html"))).contains("Quality over cost").contains("blocks that ran").doesNotContain("cannot be read");

    Path parts = temp.resolve("parts");
    CommandLineTest.Outcome part = CommandLineTest.run("run", config().toString(), "--out", parts.toString(), "--set", "budget.iterations=3");
    int count = 1;
    while (part.code() == 130) {
      part = CommandLineTest.run("run", "--resume", parts.toString());
      count++;
    }
    assertThat(part.code()).as(part.err()).isZero();
    assertThat(count).isGreaterThan(2);
    assertThat(ResumeCommandTest.result(parts)).isEqualTo(ResumeCommandTest.result(reference));
    assertThat(parts.resolve("efforts.json")).hasSameTextualContentAs(reference.resolve("efforts.json"));

    String model = reference.resolve("model.zip").toString();
    CommandLineTest.Outcome evaluated = CommandLineTest.run("evaluate", model, "--layout", "synthetic", "--seed", "1", "--test", "3", "--json");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
  }

  @Test
  void whatCannotBeIsSaidInOneLine() throws IOException {
    String config = config().toString();
    assertThat(CommandLineTest.run("run", config, "--set", "backbone=swin-giant").err()).contains("found Swin size \"giant\"");
    assertThat(CommandLineTest.run("run", config, "--set", "backbone=demo").err()).contains("backbone: found 'demo', allowed with this method: swin-NAME");
    assertThat(CommandLineTest.run("run", config, "--set", "method.adaptiveTraining.efficiency.tokens=1.5").err()).contains("method.adaptiveTraining.efficiency.tokens");
    assertThat(CommandLineTest.run("run", config, "--set", "data.size=[32, 32]").err()).contains("images of 32x32: this network reads 16x16 only");
  }
}
