package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSynthCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"cityscapes, cityscape.json", "nyuv2, nyu_v2_3task.json", "taskonomy, taskonomy.json", "folder, tasks.yaml"})
  void eachLayoutIsWritten(String layout, String index) {
    Path out = folder.resolve(layout);
    Outcome outcome = CommandLineTest.run("data", "synth", "--layout", layout, "--out", out.toString(), "--size", "16x24", "--train", "3", "--val", "1",
        "--test",
        "1", "--seed", "2");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().strip()).isEqualTo(out.toString());
    assertThat(outcome.err()).contains("scenes: 5 of 5");
    assertThat(out.resolve(index)).exists();
    Outcome again = CommandLineTest.run("data", "synth", "--layout", layout, "--out", out.toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).startsWith("automtl data synth: " + out + ": found a folder with something in it");
  }

  @Test
  void whatCannotBeIsRefused() {
    String out = folder.resolve("x").toString();
    Outcome size = CommandLineTest.run("data", "synth", "--layout", "folder", "--out", out, "--size", "16");
    assertThat(size.code()).isEqualTo(2);
    assertThat(size.err()).contains("--size: found '16', allowed: HxW such as 256x512");
    Outcome layout = CommandLineTest.run("data", "synth", "--layout", "kitti", "--out", out);
    assertThat(layout.code()).isEqualTo(2);
    assertThat(layout.err()).contains("kitti");
    Outcome few = CommandLineTest.run("data", "synth", "--layout", "folder", "--out", out, "--train", "1");
    assertThat(few.code()).isEqualTo(2);
    assertThat(few.err()).contains("at least 2 training");
  }
}
