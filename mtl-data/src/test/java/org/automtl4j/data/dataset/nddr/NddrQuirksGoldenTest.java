package org.automtl4j.data.dataset.nddr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.augmentation.Draws;
import org.automtl4j.data.augmentation.Plane;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.nddr.internal.CodedNormals;
import org.automtl4j.data.dataset.nddr.internal.NddrFraming;
import org.automtl4j.data.dataset.nddr.internal.PairedLists;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;
import org.automtl4j.data.reader.Resizing;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.Quirk;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each probe of the published data loader in odd situations, as kept or as mended. */
class NddrQuirksGoldenTest {
  @TempDir private static Path folder;

  private static final Map<String, Consumer<Quirk>> PROBES = Map.of(
      "data.train_eval", quirk -> {
        assertThat(data().sample(Split.TRAIN, 0, 0).labels()).hasSize(2);
        quirk.departs("every split can be read");
      },
      "data.path_join", NddrQuirksGoldenTest::entriesBeginWithASlash,
      "data.line_forms", NddrQuirksGoldenTest::aLineIsTwoPaths,
      "data.crlf", quirk -> quirk.same(lines("/a /c\r\n/b /d\r\n"), List.of("a", "c", "b", "d")),
      "data.list_mismatch", quirk -> {
        assertThatThrownBy(() -> PairedLists.read(write("one.txt", "/a /b\n"), write("two.txt", "/c /d\n"))).isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("both lists must name the same pictures in the same order");
        quirk.departs("the message names the sample");
      },
      "data.flip_keeps_x", NddrQuirksGoldenTest::codesAreNotTurnedRound,
      "data.pad_both_sides", NddrQuirksGoldenTest::allThatIsMissingIsOnBothSides,
      "data.pil_bilinear", NddrQuirksGoldenTest::picturesAreAveragedWhereTheyShrink,
      "data.scale_rule", NddrQuirksGoldenTest::theShorterSideIsScaled,
      "data.image_padding_value", NddrQuirksGoldenTest::paddingIsBlack);

  /** Every probe is asserted; a new one fails. */
  @TestFactory
  Stream<DynamicTest> everyProbeIsAsserted() {
    GoldenFolder.needs("mtlnas/quirks.json");
    return StreamSupport.stream(GoldenFolder.json("mtlnas/quirks.json").get("probes").spliterator(), false).map(Quirk::new)
        .filter(quirk -> quirk.id().startsWith("data.")).map(quirk -> DynamicTest.dynamicTest(quirk.id(), () -> {
          assertThat(PROBES).containsKey(quirk.id());
          PROBES.get(quirk.id()).accept(quirk);
        }));
  }

  private static NddrDataSet data() {
    return NddrDataSet.builder(GoldenFolder.root().resolve("mtlnas/nyu/datasets/nyu_v2")).validation(0, 0).normals(NormalSpace.RAW_CODE).crop(33, 37).build();
  }

  private static Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Pictures and labels of a list, one after the other. */
  private static List<String> lines(String text) {
    Path list = write("list.txt", text);
    return PairedLists.read(list, list).stream().flatMap(sample -> sample.subList(0, 2).stream()).toList();
  }

  private static void entriesBeginWithASlash(Quirk quirk) {
    String published = quirk.result().get(0).asText();
    assertThat(lines("/nyu_train_val/2_img.png /b\n").get(0)).isEqualTo("nyu_train_val/2_img.png");
    quirk.same(published.endsWith("/" + lines("nyu_train_val/2_img.png /b\n").get(0)), true);
  }

  private static void aLineIsTwoPaths(Quirk quirk) {
    assertThat(lines("/a /b\n/c  /d\n\n/i /j \n")).containsExactly("a", "b", "c", "d", "i", "j");
    for (String wrong : List.of("/e\n", "/f /g /h\n")) {
      assertThatThrownBy(() -> lines(wrong)).isInstanceOf(InvalidInputException.class).hasMessageContaining("line 1").hasMessageContaining("two paths");
    }
    quirk.departs("any white space separates, empty lines do not count, and a line that is not two paths is an error");
  }

  private static void codesAreNotTurnedRound(Quirk quirk) {
    float[] codes = {1, 2, 3};
    Label label = CodedNormals.label(codes, 1, 1, NormalSpace.RAW_CODE, true);
    quirk.same(Arrays.equals(label.values(), new float[] {1, 2, 3}), quirk.result().asBoolean());
  }

  /** Notes down how many places there are; gives the last but one of the published run. */
  private record Asked(List<List<Integer>> places, double scale) implements Draws {
    @Override
    public double mirror() {
      return 1;
    }

    @Override
    public int startRow(int bound) {
      places.add(List.of(0, bound));
      return 0;
    }

    @Override
    public int startColumn(int bound) {
      places.add(List.of(0, bound));
      return 0;
    }
  }

  private static void allThatIsMissingIsOnBothSides(Quirk quirk) {
    Asked asked = new Asked(new ArrayList<>(), 0.5);
    NddrFraming framing = NddrFraming.random(20, 24, Optional.of(List.of(30, 30)), NddrAugmentation.CROP_ONLY, asked);
    assertThat(List.of(framing.startRow(), framing.startColumn())).containsExactly(-10, -6);
    quirk.same(asked.places(), StreamSupport.stream(quirk.result().spliterator(), false).map(p -> List.of(p.get(0).asInt(), p.get(1).asInt())).toList());
  }

  private static void picturesAreAveragedWhereTheyShrink(Quirk quirk) {
    Pixels.Bytes picture = ImageFile.readColour(data().files(Split.TRAIN, 0).get(0));
    int height = picture.height() / 2;
    int width = picture.width() / 2;
    float[] ours = new NddrFraming(height, width, false, 0, 0, height, width).apply(new Plane(picture, true, 0, false, false)); // [3, H, W]
    Pixels four = Resizing.bilinear(picture, height, width);
    double sum = 0;
    for (int i = 0; i < ours.length; i++) {
      int area = height * width;
      sum += Math.abs(ours[i] - four.at(i % area * 3 + i / area));
    }
    assertThat(sum / ours.length).as("another picture, but of that order").isBetween(quirk.result().asDouble() / 10, quirk.result().asDouble() * 3);
    quirk.same(sum > 0, true);
  }

  private static void theShorterSideIsScaled(Quirk quirk) {
    List<List<Integer>> found = new ArrayList<>();
    List<List<Integer>> published = new ArrayList<>();
    double[] factors = {0, 0.25, 0.5, 0.99};
    for (int i = 0; i < quirk.result().size(); i++) {
      JsonNode row = quirk.result().get(i);
      published.add(List.of(row.get(1).asInt(), row.get(2).asInt()));
      NddrFraming framing = NddrFraming.random(20, 24, Optional.empty(), NddrAugmentation.PUBLISHED, new Asked(new ArrayList<>(), factors[i]));
      found.add(List.of(framing.scaledHeight(), framing.scaledWidth()));
    }
    quirk.same(found, published);
  }

  private static void paddingIsBlack(Quirk quirk) {
    NddrDataSet data = data();
    List<Path> files = data.files(Split.TRAIN, 0);
    Pixels.Bytes picture = ImageFile.readColour(files.get(0));
    Sample sample = data.framed(files, picture, Optional.empty(), new NddrFraming(picture.height(), picture.width(), false, -1, -1, 1, 1), List.of("segment_semantic"));
    assertThat(sample.label("segment_semantic").values()).containsExactly(255);
    double difference = 0;
    for (int c = 0; c < 3; c++) { // of a data set with another mean: what was found, and its mean
      double published = quirk.result().get(c).asDouble() / quirk.result().get(c + 3).asDouble();
      difference = Math.max(difference, Math.abs(sample.image()[c] / data.imageEncoding().mean().get(c) - published));
    }
    quirk.close(difference, 1e-6);
  }
}
