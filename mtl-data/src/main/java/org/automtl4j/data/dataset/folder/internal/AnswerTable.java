package org.automtl4j.data.dataset.folder.internal;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.task.Task;
import org.automtl4j.graph.task.TaskKind;

/** Reads one answer per picture from comma-separated values: a line of headings, then the picture's name and its class or numbers. Empty cells are unknown. */
final class AnswerTable {
  private static final long LONGEST = 1L << 28;

  private AnswerTable() {}

  /** @return answers by the picture's name without its ending */
  static Map<String, float[]> read(Path file, Task task) {
    List<String> lines = lines(file);
    Map<String, float[]> answers = new HashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      String where = file + ", line " + (i + 1);
      if (lines.get(i).isBlank()) {
        continue;
      }
      List<String> cells = new ArrayList<>();
      for (String cell : lines.get(i).split(",", -1)) {
        String bare = cell.strip();
        cells.add(bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"") ? bare.substring(1, bare.length() - 1) : bare);
      }
      int wanted = 1 + (task.kind() == TaskKind.CLASSIFICATION ? 1 : task.outputs());
      if (cells.size() != wanted) {
        throw new InvalidInputException(where + ": found " + cells.size() + " cells, allowed: " + wanted + ", the picture's name and its "
            + (task.kind() == TaskKind.CLASSIFICATION ? "class" : wanted == 2 ? "number" : wanted - 1 + " numbers"));
      }
      if (cells.subList(1, wanted).stream().allMatch(String::isEmpty)) {
        continue;
      }
      if (answers.put(Pictures.stem(cells.get(0)), answer(cells.subList(1, wanted), task, where)) != null) {
        throw new InvalidInputException(where + ": found '" + cells.get(0) + "' again, allowed: each picture once");
      }
    }
    return answers;
  }

  private static float[] answer(List<String> cells, Task task, String where) {
    float[] numbers = new float[cells.size()];
    for (int i = 0; i < numbers.length; i++) {
      String cell = cells.get(i);
      if (task.kind() == TaskKind.CLASSIFICATION && task.classNames().contains(cell)) {
        numbers[i] = task.classNames().indexOf(cell);
        continue;
      }
      try {
        numbers[i] = Float.parseFloat(cell);
      } catch (NumberFormatException e) {
        numbers[i] = Float.NaN;
      }
      boolean isClass = numbers[i] >= 0 && numbers[i] < task.outputs() && numbers[i] == (int) numbers[i];
      if (task.kind() == TaskKind.CLASSIFICATION ? !isClass : !Float.isFinite(numbers[i])) {
        throw new InvalidInputException(where + ": found '" + cell + "', allowed: "
            + (task.kind() == TaskKind.CLASSIFICATION ? "one of " + task.classNames() + " or its number"
            : "a number, or nothing in the whole line for unknown"));
      }
    }
    return numbers;
  }

  private static List<String> lines(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": there is no such file");
    }
    try {
      if (Files.size(file) > LONGEST) {
        throw new InvalidInputException(file + ": " + Files.size(file) + " bytes long, more than " + LONGEST);
      }
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + ": not a text file in UTF-8", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
