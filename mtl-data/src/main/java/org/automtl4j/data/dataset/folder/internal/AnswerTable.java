package org.automtl4j.data.dataset.folder.internal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.reader.TextLines;

/**
 * Reads one answer per picture from comma-separated values: a line of headings, then the picture's name and its class or numbers. Empty cells are unknown. A
 * first line that begins with the name of a picture is no heading.
 */
final class AnswerTable {
  private final Task task;
  private final Set<String> pictures;
  private final Map<String, float[]> answers = new HashMap<>();

  private AnswerTable(Task task, Set<String> pictures) {
    this.task = task;
    this.pictures = pictures;
  }

  /**
   * @param pictures names of the pictures that there are
   * @param faults is told of lines that cannot be read
   * @return answers by the picture's name without its ending
   */
  static Map<String, float[]> read(Path file, Task task, Set<String> pictures, Faults faults) {
    List<String> lines = TextLines.of(file);
    AnswerTable table = new AnswerTable(task, pictures);
    char separator = lines.isEmpty() ? ',' : CsvLine.separator(lines.get(0));
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank() || i == 0 && !isPicture(CsvLine.cells(lines.get(0), separator).get(0), pictures)) {
        continue;
      }
      try {
        table.add(CsvLine.cells(lines.get(i), separator), file + ", line " + (i + 1));
      } catch (InvalidInputException e) {
        faults.add(e.getMessage());
      }
    }
    return table.answers;
  }

  private static boolean isPicture(String cell, Set<String> pictures) {
    return pictures.contains(Pictures.key(cell, pictures)) || Pictures.isNamedLikeOne(cell);
  }

  private void add(List<String> cells, String where) {
    int wanted = 1 + (task.kind() == TaskKind.CLASSIFICATION ? 1 : task.outputs());
    if (cells.size() != wanted) {
      throw new InvalidInputException(where + ": found " + cells.size() + " cells, allowed: " + wanted + ", the picture's name and its "
          + (task.kind() == TaskKind.CLASSIFICATION ? "class" : wanted == 2 ? "number" : wanted - 1 + " numbers"));
    }
    if (cells.subList(1, wanted).stream().allMatch(String::isEmpty)) {
      return;
    }
    if (answers.put(Pictures.key(cells.get(0), pictures), answer(cells.subList(1, wanted), where)) != null) {
      throw new InvalidInputException(where + ": found '" + Section.shortened(cells.get(0)) + "' again, allowed: each picture once");
    }
  }

  private float[] answer(List<String> cells, String where) {
    float[] numbers = new float[cells.size()];
    for (int i = 0; i < numbers.length; i++) {
      String cell = cells.get(i);
      int named = task.kind() == TaskKind.CLASSIFICATION ? named(cell) : -1;
      if (named >= 0) {
        numbers[i] = named;
        continue;
      }
      try {
        numbers[i] = Float.parseFloat(cell);
      } catch (NumberFormatException e) {
        numbers[i] = Float.NaN;
      }
      boolean isClass = numbers[i] >= 0 && numbers[i] < task.outputs() && numbers[i] == (int) numbers[i];
      if (task.kind() == TaskKind.CLASSIFICATION ? !isClass : !Float.isFinite(numbers[i])) {
        throw new InvalidInputException(where + ": found '" + Section.shortened(cell) + "', allowed: "
            + (task.kind() == TaskKind.CLASSIFICATION ? "one of " + task.classNames() + " or its number"
            : "a number, or nothing in the whole line for unknown"));
      }
    }
    return numbers;
  }

  /** The class of a name; -1: none. YAML makes 'true' of True, tables of other programs do not. */
  private int named(String cell) {
    int exact = task.classNames().indexOf(cell);
    List<String> alike = exact >= 0 ? List.of() : task.classNames().stream().filter(cell::equalsIgnoreCase).toList();
    return alike.size() == 1 ? task.classNames().indexOf(alike.get(0)) : exact;
  }
}
