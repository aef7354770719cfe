package org.automtl4j.data.dataset.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.dataset.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TasksFileTest {

  @Test
  void everyKeyIsRead() {
    TasksFile file = TasksFile.parse("""
        version: 1
        images: camera/left
        imageSuffix: _rgb
        size: [120, 160]
        tasks:
          floor:
            kind: segmentation
            folder: masks
            suffix: _m
            classes: [floor, {name: wall, values: [3, 4], color: "#00ff00"}]
            ignore: [9, "#000000"]
          far: {kind: depth, scale: 1e-3, offset: 0.1, ignore: [0, 65535], range: [0.2, 9], unit: m}
          near: {kind: depth}
          normal: {kind: normals, encoding: vectors, axes: [left, up, backward], ignore: "#808080"}
          edge: {kind: edges, scale: 0.5}
          weather: {kind: classification, file: tables/w.csv, classes: [sun, rain]}
          pose: {kind: regression, outputs: 3, unit: rad}
        split:
          fractions: {val: 0.2, test: 0.3}
          group: "(.*)_\\\\d+"
          seed: 4
        """, "here");
    assertThat(file.images()).isEqualTo("camera/left");
    assertThat(file.imageSuffix()).isEqualTo("_rgb");
    assertThat(file.size()).contains(new TasksFile.Size(120, 160));
    assertThat(file.split()).isEqualTo(new FolderSplit.Fractions(0.2, 0.3, Optional.of("(.*)_\\d+"), 4));
    FolderTask floor = file.tasks().get(0);
    assertThat(floor.folder()).isEqualTo("masks");
    assertThat(floor.suffix()).isEqualTo("_m");
    assertThat(floor.task().classNames()).containsExactly("floor", "wall");
    assertThat(floor.encoding()).isEqualTo(new LabelEncoding.Classes(Map.of(0, 0, 3, 1, 4, 1), Map.of(0x00FF00, 1), List.of(9), List.of(0)));
    assertThat(file.tasks().get(1).encoding())
        .isEqualTo(new LabelEncoding.Quantity(0.001, 0.1, List.of(0.0, 65535.0), Optional.of(new LabelEncoding.Range(0.2, 9))));
    assertThat(file.tasks().get(2).encoding()).isEqualTo(new LabelEncoding.Quantity(1, 0, List.of(0.0), Optional.empty()));
    assertThat(file.tasks().get(3).encoding()).isEqualTo(new LabelEncoding.Normals(LabelEncoding.Form.VECTORS,
        List.of(LabelEncoding.Axis.LEFT, LabelEncoding.Axis.UP, LabelEncoding.Axis.BACKWARD), List.of(0x808080)));
    assertThat(file.tasks().get(5).encoding()).isEqualTo(new LabelEncoding.Table("tables/w.csv"));
    assertThat(file.tasks().get(6).task().outputs()).isEqualTo(3);
    assertThat(file.tasks().stream().map(t -> t.task().kind()).toList()).containsExactly(TaskKind.SEGMENTATION, TaskKind.DEPTH, TaskKind.DEPTH,
        TaskKind.NORMALS,
        TaskKind.EDGES, TaskKind.CLASSIFICATION, TaskKind.REGRESSION);
  }

  @Test
  void listsOfPicturesArePartOfTheSplit() {
    TasksFile file = TasksFile.parse("{tasks: {d: {kind: depth}}, split: {files: {train: a.txt, test: b.txt}}}", "here");
    assertThat(file.split()).isEqualTo(new FolderSplit.Lists(Map.of(Split.TRAIN, "a.txt", Split.TEST, "b.txt"), Optional.empty(), 0));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {}                                                            | here: tasks: found nothing, allowed: one section per task
      [1, 2]                                                        | here: found [1,2], allowed: keys with values
      tasks: {}                                                     | here: tasks: found none, allowed: at least one task
      tasks: [a, b]                                                 | here: tasks: found ["a","b"], allowed: keys with values
      {taks: {a: {kind: depth}}}                                    | here: tasks: found nothing
      {tasks: {a: {kind: depth}}, spilt: {}}                        | here: spilt: unknown key; known here: version, images, imageSuffix, orientation, size, tasks, split
      {version: 2, tasks: {a: {kind: depth}}}                       | here: version: found 2, allowed: 1; a newer AutoMTL4J has written this file
      {images: ../x, tasks: {a: {kind: depth}}}                     | here: images: found '../x', allowed: a path below the data set's folder
      {images: /etc, tasks: {a: {kind: depth}}}                     | here: images: found '/etc', allowed: a path below the data set's folder
      {orientation: left, tasks: {a: {kind: depth}}}                | here: orientation: found 'left', allowed: upright
      {size: [4, 100], tasks: {a: {kind: depth}}}                   | here: size: found [4,100], allowed: [rows, columns], each a whole number from 8 to 8192
      tasks: {a: depth}                                             | here: tasks.a: found 'depth', allowed: keys with values
      tasks: {a: {}}                                                | here: tasks.a.kind: found nothing, allowed: one of segmentation, depth
      tasks: {a: {kind: dept}}                                      | here: tasks.a.kind: found 'dept', allowed: one of segmentation, depth
      tasks: {a b: {kind: depth}}                                   | here: tasks.a b.name: found 'a b', allowed: a letter first
      tasks: {a: {kind: depth, scal: 1}}                            | here: tasks.a.scal: unknown key; known here: kind, folder, suffix, unit, scale
      tasks: {a: {kind: depth, scale: many}}                        | here: tasks.a.scale: found 'many', allowed: a number
      tasks: {a: {kind: depth, scale: 0}}                           | here: tasks.a.scale: found 0, allowed: a number other than 0
      tasks: {a: {kind: depth, range: [2, 1]}}                      | here: tasks.a.range: found [2.0, 1.0], allowed: [least, most], the smaller number first
      tasks: {a: {kind: depth, folder: ../other}}                   | here: tasks.a.folder: found '../other', allowed: a path below the data set's folder
      tasks: {a: {kind: depth, classes: [x, y]}}                    | here: tasks.a.classes: unknown key
      tasks: {a: {kind: segmentation}}                              | here: tasks.a.classes: missing; a list of at least two classes
      tasks: {a: {kind: segmentation, classes: [x]}}                | here: tasks.a.classes: found ["x"], allowed: a list of at least two classes
      tasks: {a: {kind: segmentation, classes: [x, x]}}             | here: tasks.a.classes: found 'x' twice, allowed: each class once
      tasks: {a: {kind: segmentation, classes: [x, {value: 2}]}}    | here: tasks.a.classes[1].name: found nothing, allowed: a text
      tasks: {a: {kind: segmentation, classes: [x, {name: y, value: 0}]}} | here: tasks.a.classes[1].value: found 0, allowed: what no other class has; class 0 has it too
      tasks: {a: {kind: segmentation, classes: [x, {name: y, color: red}]}} | here: tasks.a.classes[1].color: found 'red', allowed: a colour such as "#ff8000"
      tasks: {a: {kind: segmentation, classes: [x, y], ignore: [1]}} | here: tasks.a.ignore: found 1, allowed: what no class has; class 1 has it
      tasks: {a: {kind: normals, axes: [left, right, up]}}          | here: tasks.a.axes: found [LEFT, RIGHT, UP], allowed: three directions
      tasks: {a: {kind: normals, axes: [x, y, z]}}                  | here: tasks.a.axes: found 'x', allowed: three directions
      tasks: {a: {kind: regression, outputs: 0}}                    | here: tasks.a.outputs: found 0, allowed: 1 to 1000
      {tasks: {a: {kind: depth}}, split: {fractions: {val: 1.5}}}   | here: split.fractions.val: found 1.5, allowed: a share greater than 0 and less than 1
      {tasks: {a: {kind: depth}}, split: {fractions: {val: 0.5, test: 0.5}}} | here: split.fractions.test: found 0.5, allowed: a share
      {tasks: {a: {kind: depth}}, split: {group: '('}}              | here: split.group: found '(', allowed: a regular expression
      {tasks: {a: {kind: depth}}, split: {files: {train: a.txt}}}   | here: split.files.test: missing; a text file with one picture per line is needed
      {tasks: {a: {kind: depth}}, split: {files: {train: a, test: b, train1: c}}} | here: split.files.train2: found nothing, allowed: a text file
      {tasks: {a: {kind: depth}}, split: {files: {train: a, test: b}, fractions: {}}} | here: split.files: found lists beside fractions, allowed: one of files, folders, fractions
      `tasks: {a: [`                                                | here, line 1, column
      `{tasks: {a: {kind: depth}, a: {kind: depth}}}`               | not valid YAML: Duplicate field 'a'
      """)
  void whatIsWrongIsSaidWithFileKeyFoundAndAllowed(String yaml, String message) {
    assertThatThrownBy(() -> TasksFile.parse(yaml, "here")).isInstanceOf(InvalidInputException.class).hasMessageContaining(message.strip())
        .message().doesNotContain("\n");
  }

  @Test
  void aMissingFileIsNamedAndSoIsTheCommandThatProposesOne(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> TasksFile.read(folder)).hasMessageContaining(folder.resolve("tasks.yaml").toString()).hasMessageContaining("data init");
    assertThatThrownBy(() -> TasksFile.read(folder.resolve("nowhere"))).hasMessageContaining("no such folder either");
    Files.write(folder.resolve("tasks.yaml"), new byte[] {(byte) 0xC3, 0x28});
    assertThatThrownBy(() -> TasksFile.read(folder)).hasMessageContaining("not a text file in UTF-8");
  }
}
