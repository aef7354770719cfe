package org.automtl4j.data.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.data.augmentation.Draws;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.cityscapes.Cityscapes;
import org.automtl4j.data.dataset.nyuv2.NormalEncoding;
import org.automtl4j.data.dataset.nyuv2.Nyuv2;
import org.automtl4j.data.dataset.taskonomy.Taskonomy;
import org.automtl4j.data.golden.GoldenArrays;
import org.automtl4j.data.golden.Npy;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The samples that the published loaders give, in their deterministic modes and, with the draws given, in training. */
class LayoutGoldenTest {

  @TestFactory
  Stream<DynamicTest> cityscapes() {
    return cases("cityscapes");
  }

  @TestFactory
  Stream<DynamicTest> nyuv2() {
    return cases("nyuv2");
  }

  @TestFactory
  Stream<DynamicTest> taskonomy() {
    return cases("taskonomy");
  }

  private static Stream<DynamicTest> cases(String set) {
    GoldenFolder.needs("datasets/golden_" + set + ".json", "datasets/golden_" + set + ".npz", "datasets/" + set);
    JsonNode golden = GoldenFolder.json("datasets/golden_" + set + ".json");
    Map<String, Npy> arrays = GoldenArrays.all("datasets/golden_" + set + ".npz");
    return Stream.of("test", "train").flatMap(kind -> Stream.iterate(0, i -> i < golden.get(kind).size(), i -> i + 1).map(i -> golden.get(kind).get(i)))
        .map(c -> DynamicTest.dynamicTest(
            c.get("mode").asText() + " " + c.get("crop") + " " + c.get("index") + " " + c.get("task").asText(), () -> check(set, c, arrays)));
  }

  private static void check(String set, JsonNode golden, Map<String, Npy> arrays) {
    String mode = golden.get("mode").asText();
    Split split = mode.startsWith("test") ? Split.TEST : Split.valueOf(mode.toUpperCase(Locale.ROOT));
    Path root = GoldenFolder.root().resolve("datasets/" + set);
    LayoutReader reader = switch (set) {
      case "cityscapes" -> new Cityscapes(19);
      case "nyuv2" -> new Nyuv2(NormalEncoding.RAW_BYTES);
      default -> new Taskonomy(root, mode.startsWith("test") ? mode : "test");
    };
    int height = golden.get("crop").get(0).asInt();
    int width = golden.get("crop").get(1).asInt();
    LayoutDataSet data = LayoutDataSet.builder(reader, root).crop(height, width).size(height, width).validation(0, 0).build();
    int index = golden.get("index").asInt();
    String task = golden.get("task").asText();
    Draws draws = draws(golden);
    String name = "datasets/" + set + "." + mode + "." + height + "x" + width + "." + index + "." + task;
    if (golden.has("error")) {
      GoldenReport.mended(name, "a picture of another size", "an error that names the file and both sizes");
      assertThatThrownBy(() -> data.sample(split, index, 0)).isInstanceOf(InvalidInputException.class);
      return;
    }
    if (golden.has("length") && split != Split.VAL) {
      assertThat(data.size(split)).isEqualTo(golden.get("length").asInt());
    }
    List<Path> files = data.files(split, index);
    if (!files.stream().allMatch(LayoutGoldenTest::isReadable)) {
      GoldenReport.mended(name, "an unreadable file, in place of which the published loader takes the next sample and says nothing", "an error that names it");
      assertThatThrownBy(() -> data.sample(split, index, List.of(task), draws, RandomStream.of(0, "none"))).isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(root.toString());
      return;
    }
    Sample sample = data.sample(split, index, List.of(task), draws, RandomStream.of(0, "none"));
    Label label = sample.label(task);
    compare(name, "image", sample.image(), arrays.get(golden.get("input").asText()), 1e-4);
    compare(name, "label", label.values(), arrays.get(golden.get("label").asText()), 1e-5);
    if (golden.has("mask") && label.mask().isPresent()) {
      Npy mask = arrays.get(golden.get("mask").asText());
      compare(name, "mask", label.mask().get(), new Npy(mask.type(), mask.shape(), Arrays.copyOf(mask.values(), height * width)), 0);
    } else if (golden.has("mask")) {
      priors(name, label, data.classWeights(task), arrays.get(golden.get("mask").asText()));
    }
  }

  private static boolean isReadable(Path file) {
    try {
      return file.toString().endsWith(".npy") ? Files.exists(file) : ImageIO.read(file.toFile()) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** The published mask of a segmentation is the weight of the pixel's class; ours stands with the loss. */
  private static void priors(String name, Label label, List<Double> weights, Npy mask) {
    assertThat(weights).hasSize(17);
    double largest = 0;
    for (int i = 0; i < label.values().length; i++) {
      double published = mask.values()[i];
      if (label.values()[i] == 255) {
        assertThat(published).isEqualTo(255);
      } else if (published == 0) {
        assertThat(label.values()[i]).isZero();
      } else {
        largest = Math.max(largest, Math.abs(published - weights.get((int) label.values()[i])));
      }
    }
    // The published loader adds and subtracts 255 in single precision on its way.
    GoldenReport.close(name, "class weights", largest, 1e-4);
  }

  private static Draws draws(JsonNode golden) {
    return new Draws() {
      @Override
      public double scale() {
        return golden.get("scale_random").asDouble();
      }

      @Override
      public double mirror() {
        return golden.get("flip_random").asDouble();
      }

      @Override
      public int startRow(int bound) {
        assertThat(bound).as("places of the first row").isEqualTo(golden.get("start_h_bound").asInt());
        return golden.get("start_h").asInt();
      }

      @Override
      public int startColumn(int bound) {
        assertThat(bound).as("places of the first column").isEqualTo(golden.get("start_w_bound").asInt());
        return golden.get("start_w").asInt();
      }
    };
  }

  private static void compare(String name, String what, float[] found, Npy expected, double tolerance) {
    assertThat(found).as(name + " " + what).hasSize(expected.values().length);
    double largest = 0;
    for (int i = 0; i < found.length; i++) {
      double difference = Math.abs(found[i] - expected.values()[i]);
      largest = difference <= largest ? largest : difference;
    }
    GoldenReport.close(name, what, largest, tolerance);
  }
}
