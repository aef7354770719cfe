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
    return List.of(
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
