package org.automtl4j.data.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.LabelChecker;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.cityscapes.Cityscapes;
import org.automtl4j.data.dataset.nyuv2.Nyuv2;
import org.automtl4j.data.dataset.taskonomy.Taskonomy;
import org.automtl4j.data.prepare.Layout;
import org.automtl4j.golden.property.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Whatever happens to the files of a data set, a sample is delivered as promised or refused with a file's name. */
class DamagedDataSetPropertyTest {
  private static final Map<Layout, Path> ROOTS = new HashMap<>();
  private static Path folder;

  @BeforeAll
  static void writeScenes() throws IOException {
    folder = Files.createTempDirectory("damaged");
    for (Layout layout : List.of(Layout.CITYSCAPES, Layout.NYUV2, Layout.TASKONOMY)) {
      ROOTS.put(layout, SceneFixture.write(layout, folder.resolve(layout.id())));
    }
  }

  @AfterAll
  static void removeScenes() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
    ROOTS.clear();
  }

  private static LayoutDataSet open(Layout layout) {
    Path root = ROOTS.get(layout);
    LayoutBuilder builder = layout == Layout.CITYSCAPES ? Cityscapes.builder(root) : layout == Layout.NYUV2 ? Nyuv2.builder(root) : Taskonomy.builder(root);
    return builder.crop(16, 16).size(24, 32).build();
  }

  @Property(tries = 700)
  void cityscapes(long seed) throws IOException {
    Random random = new Random(seed);
    damageOneFile(Layout.CITYSCAPES, random);
  }

  @Property(tries = 700)
  void nyuv2(long seed) throws IOException {
    Random random = new Random(seed);
    damageOneFile(Layout.NYUV2, random);
  }

  @Property(tries = 200)
  void taskonomy(long seed) throws IOException {
    Random random = new Random(seed);
    damageOneFile(Layout.TASKONOMY, random);
  }

  private static void damageOneFile(Layout layout, Random random) throws IOException {
    LayoutDataSet data = open(layout);
    Split split = random.nextBoolean() ? Split.TRAIN : Split.TEST;
    List<Path> files = data.files(split, random.nextInt(2));
    int number = files.equals(data.files(split, 0)) ? 0 : 1;
    Path file = files.get(random.nextInt(files.size()));
    byte[] whole = Files.readAllBytes(file);
    try {
      Files.write(file, damaged(whole, files, random));
      Sample sample = data.sample(split, number, random.nextInt(3));
      assertThat(sample.image()).hasSize(3 * data.height(split) * data.width(split));
      data.tasks().forEach(t -> LabelChecker.check(t, sample.label(t.name()), data.describe(split, number, t.name())));
    } catch (InvalidInputException e) {
      assertThat(files).as(e.getMessage()).anySatisfy(f -> assertThat(e.getMessage()).contains(f.toString()));
    } catch (RuntimeException | Error e) {
      fail("a damaged " + file + " ended in", e);
    } finally {
      Files.write(file, whole);
    }
  }

  private static byte[] damaged(byte[] whole, List<Path> others, Random random) throws IOException {
    switch (random.nextInt(6)) {
      case 0:
        return Arrays.copyOf(whole, random.nextInt(whole.length));
      case 1:
        return Files.readAllBytes(others.get(random.nextInt(others.size())));
      case 2:
        return new byte[0];
      default:
        byte[] bytes = whole.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
          bytes[random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 128) : bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
  }

  @Property(tries = 1000)
  void index(long seed) throws IOException {
    Random random = new Random(seed);
    Path file = ROOTS.get(Layout.CITYSCAPES).resolve("cityscape.json");
    byte[] whole = Files.readAllBytes(file);
    List<Byte> bytes = new ArrayList<>();
    for (byte b : whole) {
      bytes.add(b);
    }
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(bytes.size());
      switch (random.nextInt(3)) {
        case 0 -> bytes.remove(at);
        case 1 -> bytes.add(at, (byte) "[]{}\",./\\0".charAt(random.nextInt(10)));
        default -> bytes.set(at, (byte) random.nextInt(256));
      }
    }
    byte[] changed = new byte[bytes.size()];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = bytes.get(i);
    }
    try {
      Files.write(file, changed);
      LayoutDataSet data = open(Layout.CITYSCAPES);
      for (Split split : Split.values()) {
        for (int i = 0; i < data.size(split); i++) {
          assertThat(data.files(split, i)).allSatisfy(f -> assertThat(f.normalize().startsWith(ROOTS.get(Layout.CITYSCAPES))).isTrue());
        }
      }
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageContaining(file.toString());
    } catch (RuntimeException | Error e) {
      fail("a damaged index ended in", e);
    } finally {
      Files.write(file, whole);
    }
  }
}
