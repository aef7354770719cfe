package org.automtl4j.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderDataSet;
import org.automtl4j.data.dataset.folder.FolderTask;
import org.automtl4j.data.dataset.folder.LabelEncoding;
import org.automtl4j.data.dataset.folder.TasksFile;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.prepare.internal.PngFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderProposalTest {
  private static final int SIDE = 8;

  @TempDir Path folder;

  private void pictures(String format) {
    for (int i = 0; i < 6; i++) {
      byte[] rgb = new byte[3 * SIDE * SIDE];
      for (int p = 0; p < rgb.length; p++) {
        rgb[p] = (byte) (p * 37 + i * 11);
      }
      PngFile.colour(folder.resolve(String.format(Locale.ROOT, format, i)), rgb, SIDE, SIDE);
    }
  }

  private static byte[] grey(int... cycle) {
    byte[] numbers = new byte[SIDE * SIDE];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (byte) cycle[i % cycle.length];
    }
    return numbers;
  }

  @Test
  void renderedScenesAreRecognised() {
    SyntheticScenes scenes = SyntheticScenes.builder().size(24, 32).counts(8, 2, 2).build();
    SceneFolder.write(Layout.FOLDER, scenes, folder, false, Progress.NONE);
    FolderProposal proposal = FolderProposal.of(folder);
    List<FolderTask> tasks = TasksFile.parse(proposal.text(), "proposal").tasks();
    assertThat(tasks.stream().map(t -> t.task().name() + " " + t.task().kind()).toList()).containsExactly("depth_zbuffer DEPTH", "edge_texture EDGES",
        "keypoints2d KEYPOINTS", "normal NORMALS", "segment_semantic SEGMENTATION");
    assertThat(((LabelEncoding.Quantity) tasks.get(0).encoding()).scale()).isEqualTo(0.001);
    assertThat(((LabelEncoding.Classes) tasks.get(4).encoding()).colours()).containsEntry(0x8C6D46, 0);
    assertThat(proposal.text()).contains("CHECK").contains("12 labels for 12 pictures; palette pictures")
        .contains("# CHECK: 16-bit pictures of depth are usually millimetres; then these are 1.25 to 8.00 m");
    proposal.write(folder, true);
    FolderDataSet data = FolderDataSet.open(folder);
    assertThat(data.sample(Split.TRAIN, 0, 0).labels()).hasSize(5);
  }

  @Test
  void whatDesktopsAndDevicesWriteIsNoTaskAndIsTold() throws Exception {
    pictures("images/p%d.png");
    pictures("images/@eaDir/p%d.png");
    pictures("@eaDir/p%d.png");
    pictures("__MACOSX/images/p%d.png");
    for (int i = 0; i < 6; i++) {
      PngFile.grey(folder.resolve("floor/p" + i + ".png"), grey(0, 1, 2), SIDE, SIDE);
      Files.write(Files.createDirectories(folder.resolve("floor")).resolve("._p" + i + ".png"), new byte[10]);
    }
    Files.write(folder.resolve("images/Thumbs.db"), new byte[10]);
    FolderProposal proposal = FolderProposal.of(folder);
    assertThat(TasksFile.parse(proposal.text(), "proposal").tasks().stream().map(t -> t.task().name())).containsExactly("floor");
    assertThat(proposal.text()).contains("6 labels for 6 pictures").contains("# Files left aside, since they begin with a dot, or desktops and storage devices write them: "
        + "._* (6 files), @eaDir (12 files), Thumbs.db (1 file), __MACOSX (6 files).\n").doesNotContain("eaDir/");
  }

  @Test
  void whatLiesThereIsNeverReplacedUnlessAsked() throws Exception {
    pictures("images/p%d.png");
    for (int i = 0; i < 6; i++) {
      PngFile.grey(folder.resolve("floor/p" + i + ".png"), grey(0, 1, 1), SIDE, SIDE);
    }
    Files.writeString(folder.resolve("tasks.yaml"), "mine");
    FolderProposal proposal = FolderProposal.of(folder);
    assertThatThrownBy(() -> proposal.write(folder, false)).isInstanceOf(InvalidInputException.class).hasMessageContaining("--overwrite");
    assertThat(folder.resolve("tasks.yaml")).hasContent("mine");
    proposal.write(folder, true);
    assertThat(TasksFile.read(folder).tasks().get(0).task().kind()).isEqualTo(TaskKind.SEGMENTATION);
  }

  @Test
  void namesWithEndingsAndClassesWithNumbersOfTheirOwnAreFound() {
    pictures("rgb/walk_%04d_rgb.png");
    for (int i = 0; i < 6; i++) {
      String name = String.format(Locale.ROOT, "walk_%04d", i);
      PngFile.grey(folder.resolve("my mask/" + name + "_label.png"), grey(7, 9, 255, 11), SIDE, SIDE);
      byte[] rgb = new byte[3 * SIDE * SIDE];
      for (int p = 0; p < SIDE * SIDE; p++) {
        rgb[3 * p] = (byte) (p % 3 == 0 ? 200 : 0);
        rgb[3 * p + 1] = (byte) (p % 3 == 1 ? 100 : 0);
      }
      PngFile.colour(folder.resolve("colours/" + name + "_color.png"), rgb, SIDE, SIDE);
    }
    TasksFile file = TasksFile.parse(FolderProposal.of(folder).text(), "proposal");
    assertThat(file.images()).isEqualTo("rgb");
    assertThat(file.imageSuffix()).isEqualTo("_rgb");
    FolderTask colours = file.tasks().get(0);
    assertThat(colours.suffix()).isEqualTo("_color");
    assertThat(colours.encoding()).isEqualTo(new LabelEncoding.Classes(Map.of(0, 0, 1, 1), Map.of(0x006400, 0, 0xC80000, 1), List.of(), List.of(0)));
    FolderTask mask = file.tasks().get(1);
    assertThat(mask.folder()).isEqualTo("my mask");
    assertThat(mask.task().name()).isEqualTo("my_mask");
    assertThat(((LabelEncoding.Classes) mask.encoding()).values()).isEqualTo(Map.of(7, 0, 9, 1, 11, 2));
    assertThat(((LabelEncoding.Classes) mask.encoding()).unknownValues()).containsExactly(255);
  }

  @Test
  void foldersWithoutPicturesOrLabelsAreRefused() {
    assertThatThrownBy(() -> FolderProposal.of(folder.resolve("none"))).hasMessageContaining("there is no such folder");
    assertThatThrownBy(() -> FolderProposal.of(folder)).hasMessageContaining("allowed: one of them named images");
    pictures("images/p%d.png");
    assertThatThrownBy(() -> FolderProposal.of(folder)).hasMessageContaining("no labels that fit them");
    PngFile.grey(folder.resolve("floor/q.png"), grey(0, 1), SIDE, SIDE);
    assertThatThrownBy(() -> FolderProposal.of(folder)).hasMessageContaining("floor/ has 'q' and the like, which fit no picture");
  }
}
