package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.MultiTaskModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void aModel() {
    model = folder.resolve("model.zip");
    SuperModel superModel = SuperModel.builder(Backbone.builder("tiny").convolution(4, 3).batchNorm().relu().build())
        .task(Task.segmentation("floor", 3), TaskHead.conv1x1()).task(Task.depth("depth"), TaskHead.conv1x1()).build();
    try (MultiTaskModel trained = MultiTaskModel.builder(superModel).inputSize(8, 8).build()) {
      trained.save(model);
    }
  }

  @Test
  void eachFormatIsWrittenWithItsSizeAndWhatItLoses() {
    for (String format : new String[] {"dl4j", "samediff", "onnx"}) {
      Path file = folder.resolve("model." + format);
      Outcome outcome = CommandLineTest.run("export", model.toString(), "--format", format, "--out", file.toString());
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out()).startsWith(file + ": " + format).contains("MB").contains("lost");
      assertThat(file).exists();
    }
  }

  @Test
  void aModelForOneSizeLacksWhatNobodySeesThere() {
    SuperModel superModel = SuperModel.builder(Backbone.builder("tiny").convolution(4, 3).build()).task(Task.depth("depth"), TaskHead.aspp(8)).build();
    try (MultiTaskModel trained = MultiTaskModel.builder(superModel).inputSize(8, 8).build()) {
      trained.save(model);
      Path file = folder.resolve("fixed.zip");
      Outcome outcome = CommandLineTest.run("export", model.toString(), "--format", "dl4j", "--fixed-size", "--out", file.toString());
      assertThat(outcome.code()).as(outcome.err()).isZero();
      try (MultiTaskModel fixed = MultiTaskModel.load(file)) {
        assertThat(fixed.isFixedSize()).isTrue();
        assertThat(fixed.parameters()).isEqualTo(trained.parameters() - 3 * 8 * 4 * 8);
        assertThat(outcome.out()).contains(String.format(Locale.ROOT, "for %,d numbers", fixed.parameters())).contains("for images of 8x8 only");
      }
      Outcome whole = CommandLineTest.run("export", file.toString(), "--format", "npz", "--out", folder.resolve("arrays.npz").toString());
      assertThat(whole.code()).isEqualTo(2);
      assertThat(whole.err()).contains("8x8 only");
    }
  }

  @Test
  void anExistingFileStaysUnlessTheOptionSaysSo() throws Exception {
    Path file = Files.writeString(folder.resolve("mine.onnx"), "mine");
    Outcome refused = CommandLineTest.run("export", model.toString(), "--format", "onnx", "--out", file.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("mine.onnx").contains("--overwrite");
    assertThat(file).hasContent("mine");
    assertThat(CommandLineTest.run("export", model.toString(), "--format", "onnx", "--out", file.toString(), "--overwrite").code()).isZero();
    assertThat(Files.size(file)).isGreaterThan(200);
  }

  @Test
  void aForeignFileAndAnUnknownFormatAreTheUsersErrors() throws Exception {
    Path foreign = Files.writeString(folder.resolve("foreign.zip"), "no zip");
    assertThat(CommandLineTest.run("export", foreign.toString(), "--format", "onnx", "--out", folder.resolve("a").toString()).code()).isEqualTo(2);
    Outcome unknown = CommandLineTest.run("export", model.toString(), "--format", "tflite", "--out", folder.resolve("a").toString());
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("tflite");
  }
}
