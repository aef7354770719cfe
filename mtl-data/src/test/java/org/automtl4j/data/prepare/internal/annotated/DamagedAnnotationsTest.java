package org.automtl4j.data.prepare.internal.annotated;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.PngFile;
import org.automtl4j.data.prepare.internal.source.Source;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.TextMutator;

/** Annotations of other programs, whatever stands in them. */
class DamagedAnnotationsTest extends MutationContract {
  private static final String COCO = """
      {"info": {"year": 2017}, "images": [{"id": 0, "file_name": "p0.png", "height": 8, "width": 8}, {"id": 1, "file_name": "p1.png"}, {"id": 2, "file_name": "p2.png"},
         {"id": 3, "file_name": "p3.png"}],
       "annotations": [{"image_id": 0, "category_id": 9, "area": 4, "bbox": [2, 1, 2, 2]},
        {"image_id": 0, "category_id": 7, "area": 16, "segmentation": [[0, 0, 4, 0, 4, 4, 0, 4], [5, 5, 7, 5, 7, 7]]},
        {"image_id": 1, "category_id": 7, "iscrowd": 1, "segmentation": {"size": [8, 8], "counts": [1, 2, 61]}},
        {"image_id": 2, "category_id": 7, "segmentation": {"size": [8, 8], "counts": "12m1"}}],
       "categories": [{"id": 7, "name": "cat"}, {"id": 9, "name": "no"}]}
      """;
  private static final String NAMES = "path: ../x\ntrain: images/train\nnames: {0: cat, 1: \"no\", 2: on}\nnc: 3\n";
  private static final String LABELS = "1 0.5 0.5 0.5 0.25\n0 0 0 0.25 0 0.25 0.25 0 0.25\n\n2 0.1 0.1 0.2 0.2\n";
  private static final String BOXES = """
      <?xml version="1.0"?>
      <annotation><filename>p0.png</filename><size><width>8</width><height>8</height><depth>3</depth></size>
        <object><name>cat</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>5</xmax><ymax>6.5</ymax></bndbox>
          <part><name>head</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>3</ymax></bndbox></part></object>
        <object><name>dog &amp; co</name><bndbox><xmax>8</xmax><xmin>7</xmin><ymin>1</ymin><ymax>8</ymax></bndbox></object>
      </annotation>
      """;
  private static final String LISTED = "p0\np1\np2\n";
  private static final String TABLE = "picture,weather,\"the angle\",split\np0.png,sun,0.25,train\np1.png,rain,-1e3,train\np2.png,\"sun, too\",3,val\np3,rain,,test\n";

  private int number;

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    Path coco = Files.createDirectories(folder.resolve("coco"));
    Path yolo = Files.createDirectories(folder.resolve("yolo"));
    for (int i = 0; i < 4; i++) {
      PngFile.colour(coco.resolve("p" + i + ".png"), new byte[192], 8, 8);
      PngFile.colour(yolo.resolve("images/train/p" + i + ".png"), new byte[192], 8, 8);
    }
    Files.createDirectories(yolo.resolve("labels/train"));
    Path yaml = yolo.resolve("data.yaml");
    Path labels = yolo.resolve("labels/train/p0.txt");
    Path voc = Files.createDirectories(folder.resolve("voc/Annotations"));
    Path table = Files.createDirectories(folder.resolve("table"));
    Files.createDirectories(folder.resolve("voc/ImageSets/Main"));
    for (int i = 0; i < 4; i++) {
      PngFile.colour(folder.resolve("voc/JPEGImages/p" + i + ".png"), new byte[192], 8, 8);
      PngFile.colour(table.resolve("p" + i + ".png"), new byte[192], 8, 8);
      Files.writeString(voc.resolve("p" + i + ".xml"), BOXES);
    }
    Path names = folder.resolve("voc/ImageSets/Main/train.txt");
    return List.of(
        format("voc", "p0.xml", BOXES, voc.resolve("p0.xml"), file -> {
          Files.writeString(names, LISTED);
          return AnnotatedSource.voc(folder.resolve("voc"), 1);
        }, folder),
        format("voc list", "train.txt", LISTED, names, file -> {
          Files.writeString(voc.resolve("p0.xml"), BOXES);
          return AnnotatedSource.voc(folder.resolve("voc"), 1);
        }, folder),
        format("table of pictures", "table.csv", TABLE, table.resolve("table.csv"), file -> TableSource.of(table, 1), folder),
        format("coco", "a.json", COCO, coco.resolve("a.json"), file -> AnnotatedSource.coco(coco, 1), folder),
        format("yolo names", "data.yaml", NAMES, yaml, file -> {
          Files.writeString(labels, LABELS);
          return AnnotatedSource.yolo(yolo, 1);
        }, folder),
        format("yolo labels", "p0.txt", LABELS, labels, file -> {
          Files.writeString(yaml, NAMES);
          return AnnotatedSource.yolo(yolo, 1);
        }, folder));
  }

  private interface Opening {
    Source open(Path file) throws IOException;
  }

  private MutatedFormat format(String name, String file, String whole, Path place, Opening opening, Path folder) {
    return new MutatedFormat(name, file, whole.getBytes(StandardCharsets.UTF_8), new TextMutator(), damaged -> {
      Files.write(place, Files.readAllBytes(damaged));
      Path out = folder.resolve("out");
      try (Source source = opening.open(damaged)) {
        Map<Split, List<List<String>>> modes = new EnumMap<>(Split.class);
        for (Source.Item item : source.items()) {
          if (item.key().endsWith("p" + number++ % 4)) {
            source.write(item, out);
            source.check(item, out);
          }
          modes.put(item.split(), List.of(item.files()));
        }
        source.finish(out, modes);
      } catch (InvalidInputException e) {
        // What is wrong with all of a source, such as too few pictures with labels, is told of its folder.
        throw !e.getMessage().contains(file) && e.getMessage().startsWith(folder.toString()) ? new InvalidInputException(file + ": " + e.getMessage()) : e;
      }
    }, InvalidInputException.class);
  }
}
