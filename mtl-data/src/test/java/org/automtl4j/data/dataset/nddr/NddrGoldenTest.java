package org.automtl4j.data.dataset.nddr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.data.augmentation.Draws;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.nddr.internal.ColourShift;
import org.automtl4j.data.dataset.nddr.internal.NddrFraming;
import org.automtl4j.data.golden.GoldenArrays;
import org.automtl4j.data.golden.Npy;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Samples of the published loader, with all draws given. */
class NddrGoldenTest {
  private static final List<String> TASKS = List.of("segment_semantic", "normal");

  @TestFactory
  Stream<DynamicTest> everyItem() {
    GoldenFolder.needs("mtlnas/data.json", "mtlnas/data.npz", "mtlnas/nyu/datasets/nyu_v2/nyu_v2_mean.npy");
    JsonNode file = GoldenFolder.json("mtlnas/data.json");
    Map<String, Npy> arrays = GoldenArrays.all("mtlnas/data.npz");
    Path root = GoldenFolder.root().resolve("mtlnas/" + file.get("folder").asText() + "/datasets/nyu_v2");
    return StreamSupport.stream(file.get("items").spliterator(), false).map(item -> DynamicTest.dynamicTest(item.get("key").asText(), () -> {
      NddrDataSet data = NddrDataSet.builder(root).normals(NormalSpace.RAW_CODE).validation(0, 0).build();
      boolean test = item.get("mode").asText().equals("test");
      Split split = test ? Split.TEST : Split.TRAIN;
      if (item.has("length")) {
        GoldenReport.same("mtlnas/data", item.get("mode").asText() + " samples", data.size(split), item.get("length").asInt());
      }
      int index = item.get("index").asInt();
      compare(item, arrays, test ? data.stored(split, index, TASKS) : augmented(data, index, item));
    }));
  }

  private static Sample augmented(NddrDataSet data, int index, JsonNode item) {
    List<Path> files = data.files(Split.TRAIN, index);
    Pixels.Bytes picture = ImageFile.readColour(files.get(0));
    List<String> overrides = StreamSupport.stream(item.path("overrides").spliterator(), false).map(JsonNode::toString).toList();
    boolean scaled = !overrides.contains("\"TRAIN.RANDOM_SCALE\"");
    boolean mirrored = !overrides.contains("\"TRAIN.RANDOM_MIRROR\"");
    boolean cropped = !overrides.contains("\"TRAIN.RANDOM_CROP\"");
    NddrAugmentation augmentation = new NddrAugmentation(0, 0, scaled ? 0.5 : 1, scaled ? 1.5 : 1, mirrored);
    Optional<List<Integer>> crop = cropped ? Optional.of(List.of(item.get("image").get(1).asInt(), item.get("image").get(2).asInt())) : Optional.empty();
    NddrFraming framing = NddrFraming.random(picture.height(), picture.width(), crop, augmentation, given(item));
    Optional<ColourShift> shift = Optional.of(item.path("jitter")).filter(JsonNode::isObject)
        .map(j -> new ColourShift(j.get("order").asText().equals("hs"), j.get("saturation").asDouble(), j.get("hue").asDouble()));
    return data.framed(files, picture, shift, framing, TASKS);
  }

  /** The published draws, each asked for in its turn and with the published number of places. */
  private static Draws given(JsonNode item) {
    List<Double> uniforms = new ArrayList<>();
    if (item.has("uniforms")) {
      item.get("uniforms").forEach(u -> uniforms.add(u.asDouble()));
    } else {
      uniforms.addAll(List.of(item.get("scale_uniform").asDouble(), item.get("mirror_uniform").asDouble()));
    }
    Iterator<Double> next = uniforms.iterator();
    Iterator<JsonNode> places = item.get("crop_draws").iterator();
    return new Draws() {
      @Override
      public double scale() {
        return next.next();
      }

      @Override
      public double mirror() {
        return next.next();
      }

      @Override
      public int startRow(int bound) {
        return place(bound);
      }

      @Override
      public int startColumn(int bound) {
        return place(bound);
      }

      private int place(int bound) {
        if (!places.hasNext()) {
          GoldenReport.same("mtlnas/data", "places of a crop that is not drawn", bound, 1);
          return 0;
        }
        JsonNode draw = places.next();
        GoldenReport.same("mtlnas/data", "places of a crop", bound, draw.get(1).asInt());
        return draw.get(2).asInt();
      }
    };
  }

  private static void compare(JsonNode item, Map<String, Npy> arrays, Sample found) {
    String name = "mtlnas/data/" + item.get("key").asText();
    String key = item.get("key").asText();
    Npy image = arrays.get(key + ".image");
    GoldenReport.same(name, "shape", List.of(3L, (long) found.height(), (long) found.width()), Arrays.stream(image.shape()).boxed().toList());
    boolean jittered = item.path("jitter").isObject();
    GoldenReport.close(name, "image", GoldenReport.difference(doubles(found.image()), image.values()), jittered ? 1.0 + 1e-5 : 0);
    double[] normals = arrays.get(key + ".label_2").values();
    GoldenReport.close(name, "classes", GoldenReport.difference(doubles(found.label(TASKS.get(0)).values()), arrays.get(key + ".label_1").values()), 0);
    GoldenReport.close(name, "normals", GoldenReport.difference(doubles(found.label(TASKS.get(1)).values()), normals), 0);
    int area = normals.length / 3;
    double[] known = IntStream.range(0, area).mapToDouble(i -> normals[i] == 255 && normals[area + i] == 255 && normals[2 * area + i] == 255 ? 0 : 1).toArray();
    GoldenReport.close(name, "known normals", GoldenReport.difference(doubles(found.label(TASKS.get(1)).mask().orElseThrow()), known), 0);
  }

  private static double[] doubles(float[] numbers) {
    return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
  }
}
