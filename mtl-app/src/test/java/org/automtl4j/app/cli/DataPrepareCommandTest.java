package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code data init} and {@code data prepare}: that the options reach the library; the conversions have tests of their own there. */
class DataPrepareCommandTest {
  @TempDir Path folder;

  @Test
  void aProposalIsWrittenOnceAndPrinted() {
    Path data = folder.resolve("data");
    CommandLineTest.run("data", "synth", "--layout", "folder", "--out", data.toString(), "--size", "16x24", "--train", "4", "--val", "1", "--test", "1");
    Outcome kept = CommandLineTest.run("data", "init", data.toString());
    assertThat(kept.code()).isEqualTo(2);
    assertThat(kept.err()).contains("tasks.yaml: found a file, allowed: none, or --overwrite");
    Outcome outcome = CommandLineTest.run("data", "init", data.toString(), "--overwrite");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("depth_zbuffer:").contains("kind: depth").endsWith("tasks.yaml" + System.lineSeparator());
  }

  @Test
  void buildingsAndFilesAreArranged() throws Exception {
    Path synth = folder.resolve("synth");
    CommandLineTest.run("data", "synth", "--layout", "taskonomy", "--out", synth.toString(), "--size", "16x16", "--train", "4", "--val", "1", "--test", "1");
    Path source = folder.resolve("source");
    Files.createDirectories(source);
    for (String building : new String[] {"train_rooms_0", "val_rooms_0"}) {
      Files.move(synth.resolve("train").resolve(building), source.resolve(building));
    }
    Files.move(synth.resolve("test/test_rooms_0"), source.resolve("test_rooms_0"));
    Path list = folder.resolve("list.csv");
    Files.writeString(list, "id,train,val,test\ntrain_rooms_0,1,0,0\nval_rooms_0,0,1,0\ntest_rooms_0,0,0,1\n");
    Path out = folder.resolve("out");
    Outcome outcome = CommandLineTest.run("data", "prepare", "--layout", "taskonomy", "--from", source.toString(), "--out", out.toString(), "--buildings",
        list.toString());
    assertThat(outcome.err()).contains("converting: 6 of 6").contains("checking: 6 of 6");
    assertThat(outcome.out().lines()).containsExactly("train: 4", "train1: 2", "train2: 2", "val: 1", "test: 1", out.toString());
    assertThat(outcome.code()).isZero();
  }

  @Test
  void wrongOptionsAreRefused() {
    Outcome size = CommandLineTest.run("data", "prepare", "--layout", "nyuv2", "--from", "x", "--out", "y", "--size", "8x8");
    assertThat(size.code()).isEqualTo(2);
    assertThat(size.err()).contains("--size: found with nyuv2");
    Outcome source = CommandLineTest.run("data", "prepare", "--layout", "cityscapes", "--from", folder.resolve("none").toString(), "--out", "y");
    assertThat(source.code()).isEqualTo(2);
    assertThat(source.err()).contains("none: there is no such folder");
  }
}
