package org.automtl4j.app.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of text in columns of equal width: the first ones flush left, the others flush right, cells that begin with a space flush left too. */
final class TextTable {
  private final int left;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(int left) {
    this.left = left;
  }

  void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  void row(String... cells) {
    row(Arrays.asList(cells));
  }

  String text() {
    int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String pad = " ".repeat(widths[i] - row.get(i).length());
      line.append(i < left || row.get(i).startsWith(" ") ? row.get(i) + pad : pad + row.get(i)).append("  ");
    }
    return line.toString().stripTrailing() + "\n";
  }
}
