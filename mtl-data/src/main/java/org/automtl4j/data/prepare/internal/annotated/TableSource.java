package org.automtl4j.data.prepare.internal.annotated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.internal.CsvLine;
import org.automtl4j.data.dataset.folder.internal.Pictures;
import org.automtl4j.data.prepare.internal.source.Source;
import org.automtl4j.data.prepare.internal.source.SourceFiles;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.TextLines;

/**
 * Pictures and one table with a row for each: a line of headings, then the picture's name and what is known of it. A column of numbers is a regression, one of words a classification;
 * a column called split says where a picture belongs.
 */
public final class TableSource implements Source {
  private static final int MOST_CLASSES = 999;
  private static final int FEWEST_NUMBERS = 10;
  private static final int LONGEST_HEADING = 100;

  private final SourceFiles files;
  private final List<Column> columns = new ArrayList<>();
  private final Map<String, Path> pictures = new TreeMap<>();
  private final Map<String, List<String>> rows = new TreeMap<>();
  private final List<Item> items = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /** A task. Its classes are empty for a regression. */
  private record Column(int place, String task, List<String> classes) {}

  /**
   * @param source a folder with pictures and one table, a {@code .csv}
   * @param seed parts pictures where the table does not
   * @return its source
   */
  public static TableSource of(Path source, long seed) {
    SourceFiles files = SourceFiles.of(source);
    try {
      return new TableSource(files, source, seed);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private TableSource(SourceFiles files, Path source, long seed) {
    this.files = files;
    List<Path> tables = files.files().entrySet().stream().filter(file -> file.getKey().toLowerCase(Locale.ROOT).matches(".*\\.(csv|tsv)")).map(Map.Entry::getValue).toList();
    if (tables.size() != 1) {
      throw new InvalidInputException(source + ": found " + tables.size() + " tables (.csv), allowed: one, with a row for each picture");
    }
    Path table = tables.get(0);
    List<String> lines = TextLines.of(table);
    List<String> headings = lines.isEmpty() ? List.of() : CsvLine.cells(lines.get(0), CsvLine.separator(lines.get(0)));
    if (headings.size() < 2) {
      throw new InvalidInputException(table + ": found " + headings.size() + " columns, allowed: a line of headings, first the picture, then what is known of it");
    }
    int split = headings.stream().map(heading -> heading.toLowerCase(Locale.ROOT)).toList().indexOf("split");
    read(table, lines, headings);
    Map<String, Optional<Split>> given = new TreeMap<>();
    rows.forEach((key, cells) -> given.put(key, split < 0 ? Optional.empty() : SplitName.of(cells.get(split))));
    for (int i = 1; i < headings.size(); i++) {
      if (i != split) {
        columns.add(column(table, i, headings.get(i)));
      }
    }
    GivenSplits splits = GivenSplits.of(source, given, seed);
    remarks.addAll(splits.remarks());
    splits.parts().forEach((key, part) -> items.add(new Item(key, part, List.of("images/" + key + ending(pictures.get(key))))));
  }

  private void read(Path table, List<String> lines, List<String> headings) {
    Map<String, Path> known = byName();
    List<String> missing = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      List<String> cells = CsvLine.cells(lines.get(i), CsvLine.separator(lines.get(0)));
      if (cells.size() != headings.size()) {
        throw new InvalidInputException(table + ", line " + (i + 1) + ": found " + cells.size() + " cells, allowed: " + headings.size() + ", as many as headings");
      }
      String name = cells.get(0).replace('\\', '/').replaceAll("^[./]+", "");
      Path picture = known.getOrDefault(name, known.get(AnnotationSet.key(name)));
      if (picture == null) {
        missing.add(cells.get(0));
        continue;
      }
      String key = AnnotationSet.key(name);
      pictures.put(key, picture);
      if (rows.put(key, cells) != null) {
        throw new InvalidInputException(table + ", line " + (i + 1) + ": found '" + cells.get(0) + "' again, allowed: a row for each picture");
      }
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(table + ": none of its first column's names is a picture of the folder" + (missing.isEmpty() ? "" : ", such as '" + missing.get(0) + "'"));
    }
    if (!missing.isEmpty()) {
      remarks.add(missing.size() + (missing.size() == 1 ? " row of the table has" : " rows of the table have") + " no picture and " + (missing.size() == 1 ? "was" : "were") + " left aside, such as " + missing.get(0));
    }
  }

  /** Pictures by path, by path without ending, and by name alone where that is told apart. */
  private Map<String, Path> byName() {
    Map<String, Path> known = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    files.files().forEach((path, file) -> {
      if (Pictures.IMAGES.contains(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))) {
        for (String name : List.of(path, AnnotationSet.key(path), path.substring(path.lastIndexOf('/') + 1), AnnotationSet.key(path.substring(path.lastIndexOf('/') + 1)))) {
          counts.merge(name, known.containsKey(name) && !known.get(name).equals(file) ? 2 : 0, Integer::sum);
          known.put(name, file);
        }
      }
    });
    counts.forEach((name, count) -> {
      if (count > 0) {
        known.remove(name);
      }
    });
    return known;
  }

  private Column column(Path table, int place, String heading) {
    if (heading.length() > LONGEST_HEADING) {
      throw new InvalidInputException(table + ": found " + heading.length() + " characters in the heading of column " + (place + 1) + ", allowed: at most " + LONGEST_HEADING
          + ", since a task and a file are named by it");
    }
    String task = heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_").replaceAll("^_+|_+$", "");
    String unique = task.isEmpty() ? "column" + place : task;
    for (int i = 2; taken(unique); i++) {
      unique = task + "_" + i;
    }
    TreeSet<String> values = new TreeSet<>();
    rows.values().forEach(cells -> values.add(cells.get(place)));
    values.remove("");
    boolean numbers = values.stream().allMatch(TableSource::isNumber);
    boolean few = values.size() < FEWEST_NUMBERS && values.stream().allMatch(value -> value.matches("\\d+"));
    if (values.isEmpty() || !numbers && values.size() > MOST_CLASSES) {
      throw new InvalidInputException(table + ", column '" + heading + "': found " + values.size() + " different values, allowed: numbers, or 1 to " + MOST_CLASSES + " classes");
    }
    if (numbers && few) {
      remarks.add("column '" + heading + "' has the whole numbers " + String.join(", ", values) + ": taken for classes; change its kind in tasks.yaml to regression if they are amounts");
    }
    return new Column(place, unique, numbers && !few ? List.of() : List.copyOf(values));
  }

  private boolean taken(String task) {
    return columns.stream().anyMatch(column -> column.task().equals(task));
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text)) && !text.matches(".*[a-zA-Z]$");
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.')).toLowerCase(Locale.ROOT);
  }

  @Override
  public String settings() {
    return "csv columns=" + columns.size();
  }

  @Override
  public List<Item> items() {
    return items;
  }

  @Override
  public void write(Item item, Path folder) {
    try {
      WholeFile.write(folder.resolve(item.files().get(0)), out -> Files.copy(pictures.get(item.key()), out));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + item.files().get(0), e);
    }
  }

  @Override
  public void check(Item item, Path folder) {
    ImageFile.read(folder.resolve(item.files().get(0)));
  }

  @Override
  public void finish(Path root, Map<Split, List<List<String>>> modes) {
    StringBuilder text = new StringBuilder("# Made by 'automtl data prepare' from a table with a row for each picture.\nversion: 1\ntasks:\n");
    for (Column column : columns) {
      text.append("  ").append(column.task()).append(":\n    kind: ").append(column.classes().isEmpty() ? "regression\n    outputs: 1\n" : "classification\n    classes:\n");
      column.classes().forEach(name -> text.append("      - ").append(Lists.quoted(name)).append('\n'));
      StringBuilder table = new StringBuilder("picture,").append(column.task()).append('\n');
      rows.forEach((key, cells) -> table.append(cell(key)).append(',').append(cell(cells.get(column.place()))).append('\n'));
      Lists.text(root.resolve(column.task() + ".csv"), table.toString());
    }
    Lists.write(root, text.toString(), modes);
  }

  private static String cell(String text) {
    return text.matches("[^\",;\t]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }

  @Override
  public void close() {
    files.close();
  }
}
