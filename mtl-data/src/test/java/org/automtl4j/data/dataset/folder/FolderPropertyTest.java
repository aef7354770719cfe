package org.automtl4j.data.dataset.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.LabelChecker;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.prepare.Layout;
import org.automtl4j.data.prepare.Progress;
import org.automtl4j.data.prepare.SceneFolder;
import org.automtl4j.golden.property.IntRange;
import org.automtl4j.golden.property.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Whatever happens to a {@code tasks.yaml} or a file: it is read, or one line says what is wrong and where. */
class FolderPropertyTest {
  private static final String YAML = """
      version: 1
      images: camera
      size: [120, 160]
      tasks:
        floor:
          kind: segmentation
          classes: [floor, {name: wall, values: [3, 4], color: "#00ff00"}]
          ignore: [9, "#000000"]
        far: {kind: depth, scale: 1e-3, offset: 0.1, ignore: [0, 65535], range: [0.2, 9], unit: m}
        normal: {kind: normals, encoding: vectors, axes: [left, up, backward], ignore: "#808080"}
        weather: {kind: classification, file: tables/w.csv, classes: [sun, rain]}
      split:
        files: {train: a.txt, test: b.txt}
        group: "(.*)_\\d+"
      """;

  private static Path scenes;

  @BeforeAll
  static void write() throws IOException {
    scenes = Files.createTempDirectory("folder-property");
    SceneFolder.write(Layout.FOLDER, SyntheticScenes.builder().size(8, 8).counts(2, 1, 1).build(), scenes, false, Progress.NONE);
  }

  @AfterAll
  static void remove() throws IOException {
    try (Stream<Path> files = Files.walk(scenes)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** What is done to a file: where, how much is cut out, what is put in. */
  record Damage(double place, int cut, String inserted) {
    String applyTo(String text) {
      int from = (int) (place * text.length());
      return text.substring(0, from) + inserted + text.substring(Math.min(text.length(), from + cut));
    }
  }

  private static final List<String> WORDS = List.of("", "{", "}", "[", "]", ": ", "\n", "\n  ", "- ", "-1", "1e999", ".nan", "null", "\"", "#", "kind",
      "classes: ", "&a ", "*a", "../", "\u0000", "255", "true", "!!java.lang.Object ", "é");

  private static Damage textDamage(Random random) {
    return new Damage(random.nextDouble(), random.nextInt(13), WORDS.get(random.nextInt(WORDS.size())));
  }

  @Property(tries = 3000)
  void aDamagedTasksFileIsReadOrRefusedInOneLine(long seed) {
    Random random = new Random(seed);
    Damage first = textDamage(random);
    Damage second = textDamage(random);
    String text = second.applyTo(first.applyTo(YAML));
    try {
      TasksFile read = TasksFile.parse(text, "tasks.yaml");
      assertThat(read.tasks()).isNotEmpty();
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).startsWith("tasks.yaml").doesNotContain("\n");
    }
  }

  private static Damage byteDamage(Random random) {
    StringBuilder bytes = new StringBuilder();
    for (int more = random.nextInt(7); more > 0; more--) {
      bytes.append((char) random.nextInt(256));
    }
    return new Damage(random.nextDouble(), random.nextBoolean() ? random.nextInt(7) : 1 << 20, bytes.toString());
  }

  @Property(tries = 500)
  void aDamagedPictureOrLabelIsReadOrNamed(long seed, @IntRange(max = 6) int number) throws IOException {
    Damage damage = byteDamage(new Random(seed));
    String file = FILES.get(number);
    Path path = scenes.resolve(file);
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, damage.applyTo(new String(whole, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1));
    try {
      FolderDataSet data = FolderDataSet.open(scenes);
      Sample sample = data.sample(Split.TRAIN, 0, 0);
      data.tasks().forEach(task -> LabelChecker.check(task, sample.label(task.name()), file));
      assertThat(sample.image()).hasSize(3 * 8 * 8);
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).contains(scenes.toString()).doesNotContain("\n");
    } finally {
      Files.write(path, whole);
    }
  }

  /** Files of the first training sample, and lists. */
  private static final List<String> FILES = List.of("images/train_0.png", "segment_semantic/train_0.png", "depth_zbuffer/train_0.png", "normal/train_0.png",
      "edge_texture/train_0.png", "train.txt", "val.txt");

  @Property(tries = 30)
  void swappedFilesAreReadOrNamed(@IntRange(max = 6) int oneNumber, @IntRange(max = 6) int otherNumber) throws IOException {
    String one = FILES.get(oneNumber);
    String other = FILES.get(otherNumber);
    byte[] first = Files.readAllBytes(scenes.resolve(one));
    byte[] second = Files.readAllBytes(scenes.resolve(other));
    Files.write(scenes.resolve(one), second);
    Files.write(scenes.resolve(other), first);
    try {
      assertThat(FolderDataSet.open(scenes).sample(Split.TRAIN, 0, 0).labels()).hasSize(5);
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).contains(scenes.toString());
    } finally {
      Files.write(scenes.resolve(one), first);
      Files.write(scenes.resolve(other), second);
    }
    assertThat(List.of(Files.readAllBytes(scenes.resolve(one)))).allMatch(bytes -> Arrays.equals(bytes, first));
  }
}
