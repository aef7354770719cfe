package org.automtl4j.data.dataset.nddr.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.TextLines;

/** Two lists of files, one line per sample, "image label" each: of the classes and of the normals of the same pictures. */
public final class PairedLists {
  private PairedLists() {}

  /**
   * @param classes the list of pictures and their classes
   * @param normals the list of the same pictures, in the same order, and their normals
   * @return for each sample the picture, the classes and the normals, below the data set's folder
   * @throws InvalidInputException if a list is missing, a line does not name two files below the folder, or the lists name other pictures
   */
  public static List<List<String>> read(Path classes, Path normals) {
    List<List<String>> first = pairs(classes);
    List<List<String>> second = pairs(normals);
    List<List<String>> samples = new ArrayList<>();
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      String image = i < first.size() ? first.get(i).get(0) : "the end of the list";
      String other = i < second.size() ? second.get(i).get(0) : "the end of the list";
      if (!image.equals(other)) {
        throw new InvalidInputException(normals + ", sample " + (i + 1) + ": found " + other + ", but " + classes + " has " + image
            + " there; both lists must name the same pictures in the same order");
      }
      samples.add(List.of(image, first.get(i).get(1), second.get(i).get(1)));
    }
    return List.copyOf(samples);
  }

  private static List<List<String>> pairs(Path file) {
    List<String> lines = TextLines.of(file);
    List<List<String>> pairs = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        continue;
      }
      String where = file + ", line " + (i + 1);
      String[] words = line.split("\\s+");
      if (words.length != 2) {
        throw new InvalidInputException(where + ": found '" + line + "', allowed: two paths, of a picture and of its label, with a blank between them");
      }
      pairs.add(List.of(below(where, words[0]), below(where, words[1])));
    }
    return pairs;
  }

  /** Entries begin with a slash, which means the data set's folder. */
  private static String below(String where, String entry) {
    String path = TextLines.name(entry.replaceFirst("^/+", ""));
    boolean leaves = path.isEmpty() || path.startsWith("\\") || path.indexOf('\0') >= 0 || path.matches("[A-Za-z]:.*");
    for (String part : path.split("[/\\\\]")) {
      leaves |= part.equals("..");
    }
    if (leaves) {
      throw new InvalidInputException(where + ": found '" + entry + "', allowed: the path of a file below the data set's folder, without '..'");
    }
    return path;
  }
}
