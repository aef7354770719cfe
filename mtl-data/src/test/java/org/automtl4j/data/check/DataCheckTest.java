package org.automtl4j.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.core.npy.NumberType;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.cityscapes.Cityscapes;
import org.automtl4j.data.dataset.folder.FolderDataSet;
import org.automtl4j.data.dataset.layout.LayoutDataSet;
import org.automtl4j.data.dataset.layout.SceneFixture;
import org.automtl4j.data.dataset.nddr.NddrDataSet;
import org.automtl4j.data.dataset.nyuv2.Nyuv2;
import org.automtl4j.data.dataset.taskonomy.Taskonomy;
import org.automtl4j.data.prepare.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataCheckTest {
  @TempDir Path folder;

  private static MultiTaskDataSet open(Layout layout, Path root) {
    return switch (layout) {
      case CITYSCAPES -> Cityscapes.builder(root).build();
      case NYUV2 -> Nyuv2.builder(root).build();
      case NDDR -> NddrDataSet.builder(root).build();
      case TASKONOMY -> Taskonomy.builder(root).build();
      case FOLDER -> FolderDataSet.open(root);
    };
  }

  private static CheckReport check(MultiTaskDataSet data) {
    return DataCheck.run(data, done -> { });
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void renderedScenesAreSound(Layout layout) {
    CheckReport report = check(open(layout, SceneFixture.write(layout, folder.resolve("set"))));
    assertThat(report.problems()).isEmpty();
    assertThat(report.isSound()).isTrue();
    assertThat(report.samples()).containsEntry("train", 6).containsEntry("val", 2).containsEntry("test", 3);
    assertThat(report.sizes()).hasSize(1);
    assertThat(report.tasks().values()).allSatisfy(task -> {
      assertThat(task.labels()).isEqualTo(11);
      assertThat(task.least()).isLessThan(task.most());
      assertThat(task.mean()).isBetween(task.least(), task.most());
    });
    TaskSummary classes = report.tasks().values().stream().filter(t -> !t.classes().isEmpty()).findFirst().orElseThrow();
    assertThat(classes.classes().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(classes.known());
  }

  @Test
  void everyFaultIsFoundWithItsFile() throws IOException {
    Path root = SceneFixture.write(Layout.CITYSCAPES, folder.resolve("set"));
    LayoutDataSet data = Cityscapes.builder(root).build();
    Path outOfRange = data.files(Split.TRAIN, 0).get(4);
    byte[] classes = new byte[24 * 32];
    classes[5 * 32 + 7] = 19;
    NpyFile.write(outOfRange, NumberArray.of(NumberType.INT8, new long[] {24, 32}, classes));
    Path truncated = data.files(Split.TRAIN, 1).get(0);
    Files.write(truncated, Arrays.copyOf(Files.readAllBytes(truncated), 500));
    Path missing = data.files(Split.VAL, 0).get(1);
    Files.delete(missing);
    Path swapped = data.files(Split.VAL, 1).get(4);
    Files.copy(data.files(Split.VAL, 1).get(0), swapped, StandardCopyOption.REPLACE_EXISTING);
    Path small = data.files(Split.TEST, 0).get(1);
    NpyFile.write(small, NumberArray.of(new float[12 * 16], 12, 16, 1));
    Path notANumber = data.files(Split.TEST, 1).get(1);
    float[] depths = new float[24 * 32];
    depths[40] = Float.NaN;
    NpyFile.write(notANumber, NumberArray.of(depths, 24, 32, 1));
    Path copied = data.files(Split.TEST, 2).get(0);
    Files.copy(data.files(Split.TRAIN, 3).get(0), copied, StandardCopyOption.REPLACE_EXISTING);
    CheckReport report = check(Cityscapes.builder(root).build());
    assertThat(report.isSound()).isFalse();
    assertThat(report.problems()).anySatisfy(p -> assertThat(p).contains(outOfRange.toString()).contains("19 at row 5, column 7").contains("0 to 18"));
    assertThat(report.problems()).anySatisfy(p -> assertThat(p).contains(truncated.toString()).contains("cut short"));
    assertThat(report.problems()).anySatisfy(p -> assertThat(p).contains(missing.toString()).contains("there is no such file"));
    assertThat(report.problems()).anySatisfy(p -> assertThat(p).contains(swapped.toString()).contains("expected a label with 1 channel"));
    assertThat(report.problems()).anySatisfy(p -> assertThat(p).contains(small.toString()).contains("12x16").contains("24x32"));
    assertThat(report.problems()).anySatisfy(p -> assertThat(p).contains(notANumber.toString()).contains("NaN at row 1, column 8"));
    assertThat(report.problems()).anySatisfy(p -> assertThat(p).contains(copied.toString()).contains("train sample 3").contains("test sample 2"));
    assertThat(report.problemCount()).isEqualTo(7);
    assertThat(report.tasks().get("segment_semantic").labels()).isEqualTo(8);
  }

  @Test
  void aSizeThatRunsMustBeToldIsRemarkedUponAndTwoSizesAreAFault() {
    Path root = SceneFixture.write(Layout.CITYSCAPES, folder.resolve("set"));
    assertThat(check(open(Layout.CITYSCAPES, root)).remarks()).anySatisfy(r -> assertThat(r).endsWith("set data.size=[24, 32] in runs."));
    LayoutDataSet data = Cityscapes.builder(root).build();
    NpyFile.write(data.files(Split.TEST, 0).get(0), NumberArray.of(new float[12 * 16 * 3], 12, 16, 3));
    NpyFile.write(data.files(Split.TEST, 0).get(1), NumberArray.of(new float[12 * 16], 12, 16, 1));
    for (int column = 2; column < 5; column++) {
      NpyFile.write(data.files(Split.TEST, 0).get(column), NumberArray.of(new float[12 * 16], 12, 16));
    }
    assertThat(check(data).problems()).singleElement().asString().contains("must have one size, found 12x16, 24x32");
  }

  @Test
  void labelsOfOtherNumbersOfClassesAreReadToo() throws IOException {
    Path root = SceneFixture.write(Layout.CITYSCAPES, folder.resolve("set"));
    LayoutDataSet data = Cityscapes.builder(root).build();
    Path missing = data.files(Split.TRAIN, 0).get(2);
    Files.delete(missing);
    Path outOfRange = data.files(Split.VAL, 0).get(3);
    float[] classes = new float[24 * 32];
    classes[33] = 7;
    NpyFile.write(outOfRange, NumberArray.of(classes, 24, 32));
    Path small = data.files(Split.TEST, 0).get(2);
    NpyFile.write(small, NumberArray.of(new float[12 * 16], 12, 16));
    assertThat(check(data).problems()).hasSize(3)
        .anySatisfy(p -> assertThat(p).contains(missing.toString()).contains("there is no such file"))
        .anySatisfy(p -> assertThat(p).contains(outOfRange.toString()).contains("7 at row 1, column 1").contains("0 to 6"))
        .anySatisfy(p -> assertThat(p).contains(small.toString()).contains("12x16").contains("24x32"));
  }

  @Test
  void whatIsFoundDoesNotDependOnTheThreads() {
    Path root = SceneFixture.write(Layout.NYUV2, folder.resolve("set"));
    assertThat(check(open(Layout.NYUV2, root))).isEqualTo(check(open(Layout.NYUV2, root)));
    assertThat(DataCheck.samples(open(Layout.NYUV2, root))).isEqualTo(11);
  }

  @Test
  void classesThatNeverOccurAreRemarkedUpon() {
    CheckReport report = check(open(Layout.NYUV2, SceneFixture.write(Layout.NYUV2, folder.resolve("set"))));
    assertThat(report.remarks()).anySatisfy(r -> assertThat(r).startsWith("Task 'segment_semantic': ").contains("never occur").contains("toilet"));
  }

  @Test
  void picturesThatOccurTwiceInASplitAreCounted() throws IOException {
    Path root = SceneFixture.write(Layout.TASKONOMY, folder.resolve("set"));
    LayoutDataSet data = Taskonomy.builder(root).build();
    List<Path> one = data.files(Split.TRAIN, 0);
    Files.copy(one.get(0), data.files(Split.TRAIN, 1).get(0), StandardCopyOption.REPLACE_EXISTING);
    CheckReport report = check(Taskonomy.builder(root).build());
    assertThat(report.isSound()).isTrue();
    assertThat(report.remarks()).contains("1 pictures occur twice within one split.");
  }
}
