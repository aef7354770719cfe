package org.automtl4j.data.dataset.folder.internal;

import java.util.ArrayList;
import java.util.List;

/** Cells of a line of comma-separated values (RFC 4180); a cell in quotes may have commas, and two quotes for one. */
public final class CsvLine {
  private CsvLine() {}

  /**
   * @param line a line
   * @param separator what parts cells
   * @return its cells, without the space around them
   */
  public static List<String> cells(String line, char separator) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"' && (quoted || cell.toString().isBlank())) {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }

  /**
   * @param heading the first line
   * @return what parts cells: a comma, or, where there is none, a semicolon or a tabulator
   */
  public static char separator(String heading) {
    return heading.indexOf(',') >= 0 ? ',' : heading.indexOf(';') >= 0 ? ';' : heading.indexOf('\t') >= 0 ? '\t' : ',';
  }
}
