package org.automtl4j.data.prepare.internal.annotated;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.PixelLimits;
import org.automtl4j.data.reader.internal.CountedStream;

/**
 * One file of COCO's format (https://cocodataset.org/#format-data, object detection): pictures, categories, and objects as polygons, as runs, or, where there is
 * neither, as boxes. It is read element by element, since such files have hundreds of megabytes.
 */
final class CocoAnnotations {
  private static final int MOST_OBJECTS = 10_000_000;

  private final Path file;
  private final Map<Long, String> pictures = new TreeMap<>();
  private final Map<Long, String> categories = new TreeMap<>();
  private final Map<Long, List<Found>> objects = new HashMap<>();
  private int count;
  private int boxes;

  /** An object, as large as it is said to be. */
  record Found(long category, double area, boolean crowd, Region region) {}

  private CocoAnnotations(Path file) {
    this.file = file;
  }

  static CocoAnnotations read(Path file) {
    PixelLimits.checkFile(file);
    CocoAnnotations all = new CocoAnnotations(file);
    try (InputStream in = new BufferedInputStream(new CountedStream(file, Files.newInputStream(file), PixelLimits.MOST_BYTES), 1 << 16); JsonParser parser = JsonMapper.builder().build().createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new InvalidInputException(file + ": found no JSON object, allowed: COCO's annotations");
      }
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        all.part(key, parser);
      }
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + ": not JSON: " + e.getOriginalMessage() + " (line " + e.getLocation().getLineNr() + ")", e);
    } catch (IOException e) {
      throw PixelLimits.unreadable(file, e);
    }
    return all;
  }

  private void part(String key, JsonParser parser) throws IOException {
    boolean wanted = key.equals("images") || key.equals("categories") || key.equals("annotations");
    if (parser.nextToken() != JsonToken.START_ARRAY || !wanted) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode node = parser.readValueAsTree();
      switch (key) {
        case "images" -> put(pictures, number(node, "id"), text(node, "file_name"), "images");
        case "categories" -> put(categories, number(node, "id"), text(node, "name"), "categories");
        default -> object(node);
      }
    }
  }

  private void put(Map<Long, String> table, long id, String name, String what) {
    if (table.put(id, name) != null) {
      throw new InvalidInputException(file + ": " + what + ": found the id " + id + " twice, allowed: each once");
    }
  }

  private void object(JsonNode node) {
    if (++count > MOST_OBJECTS) {
      throw new InvalidInputException(file + ": more than " + MOST_OBJECTS + " annotations");
    }
    JsonNode shape = node.path("segmentation");
    Region region = shape.isObject() ? runs(shape) : shape.isArray() && !shape.isEmpty() ? polygons(shape) : box(node);
    objects.computeIfAbsent(number(node, "image_id"), id -> new ArrayList<>())
        .add(new Found(number(node, "category_id"), node.path("area").asDouble(), node.path("iscrowd").asInt() == 1, region));
  }

  private Region polygons(JsonNode shape) {
    List<double[]> outlines = new ArrayList<>();
    for (JsonNode outline : shape) {
      double[] numbers = numbers(outline, "segmentation");
      if (numbers.length < 6 || numbers.length % 2 != 0) {
        throw wrong("segmentation", numbers.length + " numbers", "x and y by turns, of at least three corners");
      }
      outlines.add(numbers);
    }
    return new Region.Polygons(outlines);
  }

  private Region box(JsonNode node) {
    double[] box = numbers(node.path("bbox"), "bbox");
    if (box.length != 4) {
      throw wrong("bbox", box.length + " numbers", "x, y, width, height, where there is no segmentation");
    }
    boxes++;
    return new Region.Polygons(List.of(new double[] {box[0], box[1], box[0] + box[2], box[1], box[0] + box[2], box[1] + box[3], box[0], box[1] + box[3]}));
  }

  private Region runs(JsonNode shape) {
    double[] size = numbers(shape.path("size"), "segmentation.size");
    if (size.length != 2) {
      throw wrong("segmentation.size", size.length + " numbers", "height, width");
    }
    JsonNode counts = shape.path("counts");
    int[] lengths = counts.isTextual() ? RunLengths.of(counts.asText()).orElseThrow(() -> wrong("segmentation.counts", "a damaged text", "COCO's compressed runs"))
        : Arrays.stream(numbers(counts, "segmentation.counts")).mapToInt(n -> (int) n).toArray();
    for (int length : lengths) {
      if (length < 0) {
        throw wrong("segmentation.counts", Integer.toString(length), "lengths of runs");
      }
    }
    return new Region.Runs((int) size[0], (int) size[1], lengths);
  }

  private double[] numbers(JsonNode array, String key) {
    if (!array.isArray()) {
      throw wrong(key, array.isMissingNode() ? "nothing" : "no list", "a list of numbers");
    }
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).asDouble(Double.NaN);
      if (!Double.isFinite(numbers[i])) {
        throw wrong(key, "no number", "a list of numbers");
      }
    }
    return numbers;
  }

  private long number(JsonNode node, String key) {
    if (!node.path(key).canConvertToLong()) {
      throw wrong(key, "no whole number", "an id");
    }
    return node.get(key).asLong();
  }

  private String text(JsonNode node, String key) {
    if (!node.path(key).isTextual() || node.get(key).asText().isBlank()) {
      throw wrong(key, "no text", "a name");
    }
    return node.get(key).asText();
  }

  private InvalidInputException wrong(String key, String found, String allowed) {
    return new InvalidInputException(file + (count > 0 ? ", annotation " + count : "") + ": " + key + ": found " + found + ", allowed: " + allowed);
  }

  /** File names by id. */
  Map<Long, String> pictures() {
    return pictures;
  }

  /** Names by id. */
  Map<Long, String> categories() {
    return categories;
  }

  /** Of a picture, in the order in which they are painted: crowds first, then the larger before the smaller. */
  List<Found> objects(long picture) {
    return objects.getOrDefault(picture, List.of()).stream().sorted(Comparator.comparing((Found found) -> !found.crowd()).thenComparing(found -> -found.area()))
        .toList();
  }

  /** How many objects have a box only. */
  int boxes() {
    return boxes;
  }

  /** The file. */
  Path file() {
    return file;
  }
}
