package org.automtl4j.data.prepare.internal.annotated;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.source.SourceFiles;
import org.automtl4j.data.reader.TextLines;

/** Joins COCO's annotations to the pictures that lie beside them. */
final class CocoPictures {
  private CocoPictures() {}

  static AnnotationSet of(Path source, SourceFiles files) {
    List<CocoAnnotations> all = new ArrayList<>();
    Map<CocoAnnotations, String> names = new HashMap<>();
    files.files().forEach((name, file) -> {
      String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
      if (last.endsWith(".json") && !last.startsWith("captions") && !last.startsWith("person_keypoints")) {
        CocoAnnotations found = CocoAnnotations.read(file);
        if (!found.pictures().isEmpty() && !found.categories().isEmpty()) {
          all.add(found);
          names.put(found, name);
        }
      }
    });
    if (all.isEmpty()) {
      throw new InvalidInputException(source + ": found no annotations of COCO, allowed: .json files with images, categories and annotations");
    }
    Map<Long, String> categories = new TreeMap<>();
    for (CocoAnnotations part : all) {
      part.categories().forEach((id, name) -> {
        String other = categories.put(id, name);
        if (other != null && !other.equals(name)) {
          throw new InvalidInputException(part.file() + ": found the category " + id + " '" + name + "', which is '" + other + "' in another file");
        }
      });
    }
    Map<String, List<Path>> pictures = new HashMap<>();
    Map<Path, String> places = new HashMap<>();
    files.files().forEach((name, file) -> {
      pictures.computeIfAbsent(TextLines.name(name.substring(name.lastIndexOf('/') + 1)), n -> new ArrayList<>()).add(file);
      places.put(file, name);
    });
    List<Long> ids = List.copyOf(categories.keySet());
    List<AnnotatedPicture> annotated = new ArrayList<>();
    int boxes = 0;
    for (CocoAnnotations part : all) {
      Optional<Split> split = SplitName.of(names.get(part));
      boxes += part.boxes();
      for (Map.Entry<Long, String> picture : part.pictures().entrySet()) {
        Path file = find(part, picture.getValue(), names.get(part), pictures, places);
        List<AnnotatedPicture.Labelled> regions = part.objects(picture.getKey()).stream().map(found -> {
          int number = ids.indexOf(found.category()) + 1;
          if (number == 0) {
            throw new InvalidInputException(part.file() + ": found the category " + found.category() + ", which 'categories' does not have");
          }
          return new AnnotatedPicture.Labelled(number, found.region());
        }).toList();
        annotated.add(new AnnotatedPicture(AnnotationSet.key(places.get(file)), file, split, regions, part.file().toString()));
      }
    }
    return new AnnotationSet(List.copyOf(categories.values()), annotated, boxes == 0 ? List.of()
        : List.of(boxes + (boxes == 1 ? " object has" : " objects have") + " a box and no outline: the whole box was painted"));
  }

  /** The picture of a name: the one that lies beside the annotations, or in a folder of the same split, if there are several. */
  private static Path find(CocoAnnotations part, String name, String annotations, Map<String, List<Path>> pictures, Map<Path, String> places) {
    String wanted = TextLines.name(name.replace('\\', '/'));
    List<Path> found = pictures.getOrDefault(wanted.substring(wanted.lastIndexOf('/') + 1), List.of()).stream()
        .filter(file -> ("/" + TextLines.name(places.get(file))).endsWith("/" + wanted)).toList();
    if (found.size() > 1) {
      String folder = annotations.substring(0, annotations.lastIndexOf('/') + 1);
      List<Path> near = found.stream().filter(file -> places.get(file).startsWith(folder) && !folder.isEmpty()).toList();
      found = near.size() == 1 ? near : found.stream().filter(file -> SplitName.of(places.get(file)).equals(SplitName.of(annotations))).toList();
    }
    if (found.size() != 1) {
      throw new InvalidInputException(part.file() + ": images: found '" + name + "', of which there " + (found.isEmpty() ? "is no file" : "are " + found.size())
          + " below the source, allowed: one");
    }
    return found.get(0);
  }
}
