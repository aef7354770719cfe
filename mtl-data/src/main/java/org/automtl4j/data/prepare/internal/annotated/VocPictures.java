package org.automtl4j.data.prepare.internal.annotated;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.source.SourceFiles;
import org.automtl4j.data.reader.TextLines;

/**
 * Pascal VOC's folders (Everingham et al., IJCV 2010): {@code JPEGImages/x.jpg}, {@code SegmentationClass/x.png} with the classes' numbers and 255 for unknown, or boxes in
 * {@code Annotations/x.xml}; lists of names in {@code ImageSets}. A {@code labelmap.txt} names other classes.
 */
final class VocPictures {
  private static final List<String> CLASSES = List.of("aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog", "horse", "motorbike",
      "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor");
  private static final Pattern LIST = Pattern.compile("(?:.*/)?ImageSets/(Segmentation|Main)/(train|val|test)\\.txt");
  private static final Pattern PICTURE = Pattern.compile("(.*/)?JPEGImages/([^/]+)\\.(jpe?g|png)", Pattern.CASE_INSENSITIVE);

  private VocPictures() {}

  static AnnotationSet of(Path source, SourceFiles files) {
    Map<String, Path> all = files.files();
    boolean masks = all.keySet().stream().anyMatch(path -> path.matches("(.*/)?SegmentationClass/[^/]+\\.png"));
    Map<String, Split> splits = splits(all, masks ? "Segmentation" : "Main");
    List<AnnotatedPicture> pictures = new ArrayList<>();
    Map<String, List<VocObjects.Box>> boxes = new TreeMap<>();
    int without = 0;
    for (Map.Entry<String, Path> file : all.entrySet()) {
      Matcher picture = PICTURE.matcher(file.getKey());
      if (!picture.matches()) {
        continue;
      }
      String beside = picture.group(1) == null ? "" : picture.group(1);
      String name = picture.group(2);
      Path labels = all.get(masks ? beside + "SegmentationClass/" + name + ".png" : beside + "Annotations/" + name + ".xml");
      if (labels == null) {
        without++;
        continue;
      }
      if (!masks) {
        boxes.put(name, VocObjects.read(labels));
      }
      pictures.add(new AnnotatedPicture(name, file.getValue(), Optional.ofNullable(splits.get(name)), List.of(), labels.toString(), masks ? Optional.of(labels) : Optional.empty()));
    }
    if (pictures.isEmpty()) {
      throw new InvalidInputException(source + ": found no picture of JPEGImages with a mask in SegmentationClass or boxes in Annotations, allowed: JPEGImages/x.jpg beside SegmentationClass/x.png"
          + " or Annotations/x.xml");
    }
    List<String> remarks = new ArrayList<>();
    if (without > 0) {
      remarks.add(without + (without == 1 ? " picture has no " : " pictures have no ") + (masks ? "mask in SegmentationClass" : "file in Annotations") + (without == 1 ? " and was" : " and were") + " left aside");
    }
    if (masks) {
      return new AnnotationSet(named(all), pictures, remarks);
    }
    int count = boxes.values().stream().mapToInt(List::size).sum();
    remarks.add(count + (count == 1 ? " object has" : " objects have") + " a box and no outline: the whole box was painted");
    List<String> classes = List.copyOf(new TreeSet<>(boxes.values().stream().flatMap(List::stream).map(VocObjects.Box::name).toList()));
    if (classes.isEmpty()) {
      throw new InvalidInputException(source + ": the files of Annotations have no object");
    }
    return new AnnotationSet(classes, pictures.stream().map(picture -> painted(picture, boxes.get(picture.key()), classes)).toList(), remarks);
  }

  private static AnnotatedPicture painted(AnnotatedPicture picture, List<VocObjects.Box> boxes, List<String> classes) {
    List<AnnotatedPicture.Labelled> regions = boxes.stream().sorted(Comparator.comparingDouble((VocObjects.Box box) -> -box.area()))
        .map(box -> new AnnotatedPicture.Labelled(classes.indexOf(box.name()) + 1, new Region.Polygons(List.of(box.outline())))).toList();
    return new AnnotatedPicture(picture.key(), picture.file(), picture.split(), regions, picture.where());
  }

  private static Map<String, Split> splits(Map<String, Path> files, String kind) {
    Map<String, Split> splits = new HashMap<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      Matcher list = LIST.matcher(file.getKey());
      if (list.matches() && list.group(1).equals(kind)) {
        Split split = Split.valueOf(list.group(2).toUpperCase(Locale.ROOT));
        TextLines.of(file.getValue()).stream().map(line -> line.strip().split("\\s+")[0]).filter(name -> !name.isEmpty()).forEach(name -> splits.put(name, split));
      }
    }
    return splits;
  }

  /** The classes of a {@code labelmap.txt}, lines {@code name:r,g,b::}, the first of them background; else VOC's own. */
  private static List<String> named(Map<String, Path> files) {
    Optional<Path> map = files.entrySet().stream().filter(file -> file.getKey().matches("(.*/)?labelmap\\.txt")).map(Map.Entry::getValue).findFirst();
    List<String> names = map.map(file -> TextLines.of(file).stream().filter(line -> !line.isBlank() && !line.startsWith("#")).map(line -> line.split(":")[0].strip()).toList()).orElse(List.of());
    return names.size() > 1 ? names.subList(1, names.size()) : CLASSES;
  }
}
