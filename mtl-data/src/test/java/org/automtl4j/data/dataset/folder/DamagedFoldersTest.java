package org.automtl4j.data.dataset.folder;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.PngFile;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.TextMutator;

/** What stands beside a user's pictures: {@code tasks.yaml}, lists and tables, whatever stands in them. */
class DamagedFoldersTest extends MutationContract {
  /** SnakeYAML copies what it has read of a word again and again: a word of 200 KB takes 70 MB, none of which is kept. */
  private static final long MOST_BYTES_OF_YAML = 512L << 20;
  private static final String TASKS = """
      version: 1
      size: [8, 8]
      tasks:
        seg: {kind: segmentation, classes: [a, {name: b, values: [1, 7], color: "#ff8000"}, {name: "no", value: 9}], ignore: [255, "#000000"]}
        depth: {kind: depth, folder: seg, scale: 0.001, offset: 0, ignore: [0, 65535], range: [0, 20]}
        weather: {kind: classification, classes: [sun, rain]}
      split: {files: {train: train.txt, test: test.txt}, group: "(p[0-9]+)", seed: 3}
      """;

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    for (int i = 0; i < 6; i++) {
      PngFile.colour(folder.resolve("images/p" + i + ".png"), new byte[192], 8, 8);
      PngFile.grey(folder.resolve("seg/p" + i + ".png"), new byte[64], 8, 8);
    }
    String table = "name,class\np0.png,sun\np1,rain\n\"p2\",1\np3,\np4,0\np5,sun\n";
    write(folder, "weather.csv", table);
    write(folder, "train.txt", "p0\np1\np2\np3\n");
    write(folder, "test.txt", "p4.png\n# no more\np5.png\n");
    Path sound = folder.resolve("sound.yaml");
    Files.writeString(sound, TASKS);
    TextMutator text = new TextMutator();
    return List.of(
        new MutatedFormat("tasks", "tasks.yaml", List.of(TASKS.getBytes(StandardCharsets.UTF_8)), text, file -> TasksFile.read(file.getParent()),
            InvalidInputException.class, MOST_BYTES_OF_YAML),
        new MutatedFormat("list", "train.txt", Files.readAllBytes(folder.resolve("train.txt")), text, DamagedFoldersTest::open, InvalidInputException.class),
        new MutatedFormat("table", "weather.csv", table.getBytes(StandardCharsets.UTF_8), text, file -> {
          write(file.getParent(), "train.txt", "p0\np1\np2\np3\n");
          open(file);
        }, InvalidInputException.class));
  }

  private static void write(Path folder, String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  private static void open(Path file) throws Exception {
    write(file.getParent(), "tasks.yaml", TASKS);
    try {
      FolderDataSet data = FolderDataSet.open(file.getParent());
      data.sample(Split.TRAIN, 0, 0);
      data.fingerprint();
    } catch (InvalidInputException e) {
      // Too few pictures left is told of the folder.
      if (!e.getMessage().contains(file.getFileName().toString()) && !e.getMessage().contains("training picture") && !e.getMessage().contains("too few")) {
        throw e;
      }
      throw e.getMessage().contains(file.getFileName().toString()) ? e : new InvalidInputException(file.getFileName() + ": " + e.getMessage());
    }
  }
}
