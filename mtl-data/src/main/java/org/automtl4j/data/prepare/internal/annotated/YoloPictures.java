package org.automtl4j.data.prepare.internal.annotated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.folder.internal.Pictures;
import org.automtl4j.data.prepare.internal.source.SourceFiles;
import org.automtl4j.data.reader.TextLines;

/**
 * YOLO's labels: for {@code .../images/.../x.jpg} the text {@code .../labels/.../x.txt}, a line per object: the class's number, then a box (centre and sides) or an
 * outline, as shares of the picture's sides. {@code data.yaml} names the classes.
 */
final class YoloPictures {
  private static final long LONGEST = 1L << 20;

  private YoloPictures() {}

  static AnnotationSet of(Path source, SourceFiles files) {
    Path yaml = files.files().entrySet().stream().filter(file -> file.getKey().matches("(.*/)?(data|dataset)\\.ya?ml")).map(Map.Entry::getValue).findFirst()
        .orElseThrow(() -> new InvalidInputException(source + ": found no data.yaml, allowed: YOLO's file with the classes' 'names'"));
    List<String> names = names(yaml);
    List<AnnotatedPicture> pictures = new ArrayList<>();
    int[] boxes = {0};
    int without = 0;
    for (Map.Entry<String, Path> file : files.files().entrySet()) {
      String path = file.getKey();
      int folder = ("/" + path).lastIndexOf("/images/");
      String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      if (folder < 0 || !Pictures.IMAGES.contains(ending)) {
        continue;
      }
      String label = AnnotationSet.key(path.substring(0, folder) + "labels/" + path.substring(folder + "images/".length())) + ".txt";
      Optional<Path> lines = Optional.ofNullable(files.files().get(label));
      without += lines.isEmpty() ? 1 : 0;
      List<AnnotatedPicture.Labelled> regions = lines.map(text -> regions(text, names.size(), boxes)).orElse(List.of());
      pictures.add(new AnnotatedPicture(AnnotationSet.key(path), file.getValue(), SplitName.of(path), regions, lines.orElse(yaml).toString()));
    }
    if (pictures.isEmpty() || without == pictures.size()) {
      throw new InvalidInputException(source + ": found " + pictures.size() + " pictures below folders named images, and no labels for them; allowed: "
          + "images/train/x.jpg beside labels/train/x.txt");
    }
    List<String> remarks = new ArrayList<>();
    if (boxes[0] > 0) {
      remarks.add(boxes[0] + (boxes[0] == 1 ? " object has" : " objects have") + " a box and no outline: the whole box was painted");
    }
    if (without > 0) {
      remarks.add(without + (without == 1 ? " picture has" : " pictures have") + " no labels and " + (without == 1 ? "is" : "are") + " all background");
    }
    return new AnnotationSet(names, pictures, remarks);
  }

  private static List<String> names(Path yaml) {
    try {
      JsonNode names = YAMLMapper.builder().enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS).build().readTree(TextLines.whole(yaml, LONGEST)).path("names");
      Map<Integer, String> byNumber = new TreeMap<>();
      if (names.isArray()) {
        names.forEach(name -> byNumber.put(byNumber.size(), name.asText()));
      } else if (names.isObject()) {
        for (Map.Entry<String, JsonNode> name : names.properties()) {
          byNumber.put(Integer.parseInt(name.getKey()), name.getValue().asText());
        }
      }
      if (byNumber.isEmpty() || !byNumber.containsKey(0) || !byNumber.containsKey(byNumber.size() - 1)) {
        throw new InvalidInputException(yaml + ": names: found no list of classes, allowed: [cat, dog] or {0: cat, 1: dog}");
      }
      return List.copyOf(byNumber.values());
    } catch (JsonProcessingException | NumberFormatException e) {
      throw new InvalidInputException(yaml + ": not YOLO's data.yaml (" + e.getMessage().lines().findFirst().orElse("") + ")", e);
    }
  }

  private static List<AnnotatedPicture.Labelled> regions(Path file, int classes, int[] boxes) {
    List<AnnotatedPicture.Labelled> regions = new ArrayList<>();
    List<String> lines = TextLines.of(file);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      String[] cells = lines.get(i).strip().split("\\s+");
      double[] numbers = new double[cells.length];
      boolean fits = cells.length == 5 || cells.length >= 7 && cells.length % 2 == 1;
      for (int c = 0; c < cells.length && fits; c++) {
        try {
          numbers[c] = Double.parseDouble(cells[c]);
          fits = Double.isFinite(numbers[c]) && (c == 0 ? numbers[0] == Math.rint(numbers[0]) && numbers[0] >= 0 && numbers[0] < classes : Math.abs(numbers[c]) <= 2);
        } catch (NumberFormatException e) {
          fits = false;
        }
      }
      if (!fits) {
        String found = lines.get(i).strip();
        throw new InvalidInputException(file + ", line " + (i + 1) + ": found '" + (found.length() > 60 ? found.substring(0, 60) + "..." : found)
            + "', allowed: a class of 0 to " + (classes - 1) + ", then x, y, width, height or three corners and more, each a share of the picture's sides");
      }
      boxes[0] += cells.length == 5 ? 1 : 0;
      regions.add(new AnnotatedPicture.Labelled((int) numbers[0] + 1, new Region.Polygons(List.of(cells.length == 5 ? box(numbers)
          : Arrays.copyOfRange(numbers, 1, numbers.length)))));
    }
    return regions;
  }

  private static double[] box(double[] numbers) {
    double left = numbers[1] - numbers[3] / 2;
    double top = numbers[2] - numbers[4] / 2;
    double right = numbers[1] + numbers[3] / 2;
    double bottom = numbers[2] + numbers[4] / 2;
    return new double[] {left, top, right, top, right, bottom, left, bottom};
  }
}
