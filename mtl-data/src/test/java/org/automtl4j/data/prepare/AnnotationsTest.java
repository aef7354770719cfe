package org.automtl4j.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderDataSet;
import org.automtl4j.data.prepare.internal.PngFile;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationsTest {
  @TempDir Path folder;

  private void pictures(String pattern, int from, int to) {
    for (int i = from; i < to; i++) {
      byte[] rgb = new byte[3 * 64];
      rgb[0] = (byte) i;
      PngFile.colour(folder.resolve(String.format(pattern, i)), rgb, 8, 8);
    }
  }

  private void write(String name, String text) throws Exception {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  private DataPreparation prepare(Annotations annotations) {
    return DataPreparation.prepare(annotations, DataPreparation.Options.of(folder.resolve("from"), folder.resolve("out")), Progress.NONE);
  }

  private String coco(int from, int to, String annotations) {
    StringBuilder images = new StringBuilder();
    for (int i = from; i < to; i++) {
      images.append(i == from ? "" : ", ").append("{\"id\": ").append(i).append(", \"file_name\": \"p").append(i).append(".png\", \"height\": 8, \"width\": 8}");
    }
    return "{\"info\": {\"year\": 2017}, \"images\": [" + images + "], \"annotations\": [" + annotations
        + "], \"categories\": [{\"id\": 7, \"name\": \"cat\"}, {\"id\": 9, \"name\": \"no\"}]}";
  }

  @Test
  void cocosObjectsBecomeMasks() throws Exception {
    pictures("from/train2017/p%d.png", 0, 4);
    pictures("from/val2017/p%d.png", 4, 6);
    write("from/annotations/instances_train2017.json", coco(0, 4, "{\"image_id\": 0, \"category_id\": 9, \"area\": 4, \"bbox\": [2, 1, 2, 2]}, "
        + "{\"image_id\": 0, \"category_id\": 7, \"area\": 16, \"segmentation\": [[0, 0, 4, 0, 4, 4, 0, 4]]}, "
        + "{\"image_id\": 1, \"category_id\": 7, \"iscrowd\": 1, \"segmentation\": {\"size\": [8, 8], \"counts\": [1, 2, 61]}}"));
    write("from/annotations/instances_val2017.json", coco(4, 6, "{\"image_id\": 4, \"category_id\": 7, \"segmentation\": {\"size\": [8, 8], \"counts\": \"12m1\"}}"));
    DataPreparation done = prepare(Annotations.COCO);
    assertThat(done.samples()).containsEntry(Split.TEST, 2).containsEntry(Split.VAL, 1).containsEntry(Split.TRAIN, 3);
    assertThat(done.remarks()).anyMatch(r -> r.startsWith("1 object has a box")).anyMatch(r -> r.contains("val is for test"));
    Pixels mask = ImageFile.read(folder.resolve("out/objects/train2017/p0.png"));
    assertThat(mask.at(0)).isEqualTo(1);
    assertThat(mask.at(8 + 2)).as("the smaller lies above").isEqualTo(2);
    assertThat(mask.at(3 * 8 + 2)).isEqualTo(1);
    assertThat(mask.at(4 * 8)).isZero();
    for (String name : new String[] {"train2017/p1.png", "val2017/p4.png"}) {
      Pixels runs = ImageFile.read(folder.resolve("out/objects/" + name));
      assertThat(new float[] {runs.at(0), runs.at(8), runs.at(16), runs.at(24)}).as("down the first column of " + name).containsExactly(0, 1, 1, 0);
    }
    FolderDataSet data = FolderDataSet.open(folder.resolve("out"));
    assertThat(data.task("objects").classNames()).containsExactly("background", "cat", "no");
    assertThat(data.size(Split.TEST)).isEqualTo(2);
  }

  @Test
  void yolosBoxesAndOutlinesBecomeMasks() throws Exception {
    pictures("from/images/train/p%d.png", 0, 4);
    pictures("from/images/val/p%d.png", 4, 6);
    write("from/data.yaml", "names: {0: cat, 1: no}\n");
    write("from/labels/train/p0.txt", "1 0.5 0.5 0.5 0.25\n0 0 0 0.25 0 0.25 0.25 0 0.25\n");
    DataPreparation done = prepare(Annotations.YOLO);
    assertThat(done.samples()).containsEntry(Split.TEST, 2);
    assertThat(done.remarks()).anyMatch(r -> r.startsWith("5 pictures have no labels"));
    Pixels mask = ImageFile.read(folder.resolve("out/objects/images/train/p0.png"));
    assertThat(mask.at(3 * 8 + 2)).isEqualTo(2);
    assertThat(mask.at(3 * 8 + 1)).isZero();
    assertThat(mask.at(8 + 1)).isEqualTo(1);
    write("from/labels/train/p1.txt", "2 0.5 0.5 0.5 0.25\n");
    assertThatThrownBy(() -> prepare(Annotations.YOLO)).isInstanceOf(InvalidInputException.class).hasMessageContaining("p1.txt, line 1: found '2 0.5");
  }

  @Test
  void annotationsThatDoNotFitAreRefused() throws Exception {
    pictures("from/p%d.png", 0, 4);
    write("from/a.json", coco(0, 5, ""));
    assertThatThrownBy(() -> prepare(Annotations.COCO)).isInstanceOf(InvalidInputException.class).hasMessageContaining("a.json: images: found 'p4.png'");
    write("from/a.json", coco(0, 4, "{\"image_id\": 0, \"category_id\": 7, \"segmentation\": {\"size\": [8, 8], \"counts\": [2000000000, 2000000000]}}"));
    assertThatThrownBy(() -> prepare(Annotations.COCO)).hasMessageContaining("a.json").hasMessageContaining("found runs for 8x8");
  }

  @Test
  void masksOfVocAreTakenAsTheyAre() throws Exception {
    pictures("from/VOC2012/JPEGImages/p%d.png", 0, 6);
    for (int i = 0; i < 5; i++) {
      byte[] mask = new byte[64];
      mask[0] = 15;
      mask[1] = (byte) 255;
      PngFile.grey(folder.resolve("from/VOC2012/SegmentationClass/p" + i + ".png"), mask, 8, 8);
    }
    write("from/VOC2012/ImageSets/Segmentation/train.txt", "p0\np1\np2\n");
    write("from/VOC2012/ImageSets/Segmentation/val.txt", "p3\np4\n");
    DataPreparation done = prepare(Annotations.VOC);
    assertThat(done.samples()).containsEntry(Split.TEST, 2);
    assertThat(done.remarks()).anyMatch(r -> r.startsWith("1 picture has no mask"));
    FolderDataSet data = FolderDataSet.open(folder.resolve("out"));
    assertThat(data.task("objects").classNames()).hasSize(21).contains("person");
    assertThat(ImageFile.read(folder.resolve("out/objects/p0.png")).at(0)).isEqualTo(15);
    byte[] wrong = new byte[64];
    wrong[0] = 30;
    PngFile.grey(folder.resolve("from/VOC2012/SegmentationClass/p0.png"), wrong, 8, 8);
    assertThatThrownBy(() -> DataPreparation.prepare(Annotations.VOC, DataPreparation.Options.of(folder.resolve("from"), folder.resolve("other")), Progress.NONE))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("p0.png: found class 30, allowed: 0 to 20 and 255");
  }

  @Test
  void boxesOfVocBecomeMasks() throws Exception {
    pictures("from/JPEGImages/p%d.png", 0, 5);
    String object = "<object><name>%s</name><part><name>head</name><bndbox><xmin>1</xmin></bndbox></part><bndbox><xmax>%d</xmax><xmin>1</xmin><ymin>1</ymin><ymax>2</ymax></bndbox></object>";
    for (int i = 0; i < 5; i++) {
      write("from/Annotations/p" + i + ".xml", "<annotation><filename>p</filename>" + String.format(object, "dog", 2) + String.format(object, "cat", 8) + "</annotation>");
    }
    assertThat(prepare(Annotations.VOC).remarks()).anyMatch(r -> r.startsWith("10 objects have a box"));
    Pixels mask = ImageFile.read(folder.resolve("out/objects/p0.png"));
    assertThat(new float[] {mask.at(0), mask.at(2), mask.at(8 + 7), mask.at(16)}).as("the smaller lies above").containsExactly(2, 1, 1, 0);
    write("from/Annotations/p0.xml", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><annotation><object><name>&x;</name></object></annotation>");
    assertThatThrownBy(() -> DataPreparation.prepare(Annotations.VOC, DataPreparation.Options.of(folder.resolve("from"), folder.resolve("other")), Progress.NONE))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("p0.xml");
  }

  @Test
  void columnsOfATableBecomeTasks() throws Exception {
    pictures("from/photos/p%d.png", 0, 6);
    StringBuilder table = new StringBuilder("file,Weather,Speed (km/h),lanes,split\n");
    for (int i = 0; i < 6; i++) {
      table.append("p").append(i).append(".png,").append(i % 2 == 0 ? "no" : "\"rain, snow\"").append(',').append(i == 3 ? "" : i + ".5").append(',').append(i % 3)
          .append(i < 4 ? ",train" : i < 5 ? ",val" : ",test").append('\n');
    }
    write("from/labels.csv", table + "p99.png,no,1,1,train\n");
    DataPreparation done = prepare(Annotations.CSV);
    assertThat(done.samples()).containsEntry(Split.TRAIN, 4).containsEntry(Split.VAL, 1).containsEntry(Split.TEST, 1);
    assertThat(done.remarks()).anyMatch(r -> r.contains("1 row of the table has no picture")).anyMatch(r -> r.contains("column 'lanes' has the whole numbers 0, 1, 2"));
    FolderDataSet data = FolderDataSet.open(folder.resolve("out"));
    assertThat(data.task("weather").classNames()).containsExactly("no", "rain, snow");
    assertThat(data.task("speed_km_h").outputs()).isEqualTo(1);
    assertThat(data.task("lanes").classNames()).containsExactly("0", "1", "2");
    write("from/other.csv", "a,b\n");
    assertThatThrownBy(() -> prepare(Annotations.CSV)).isInstanceOf(InvalidInputException.class).hasMessageContaining("found 2 tables");
  }
}
