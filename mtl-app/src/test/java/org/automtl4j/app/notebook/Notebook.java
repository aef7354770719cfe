package org.automtl4j.app.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A notebook of Jupyter, as its file has it. */
record Notebook(String name, List<Cell> cells) {
  private static final Path FOLDER = Path.of("..", "notebooks");

  /** A code cell. */
  record Cell(String code, JsonNode outputs) {
    boolean isDependencies() {
      return code.startsWith("%");
    }
  }

  static List<Notebook> all() throws IOException {
    List<Notebook> notebooks = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList()) {
        notebooks.add(read(file));
      }
    }
    return notebooks;
  }

  static Path folder() {
    return FOLDER;
  }

  private static Notebook read(Path file) throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (JsonNode cell : new ObjectMapper().readTree(file.toFile()).get("cells")) {
      if (cell.get("cell_type").asText().equals("code")) {
        StringBuilder code = new StringBuilder();
        cell.get("source").forEach(line -> code.append(line.asText()));
        cells.add(new Cell(code.toString(), cell.get("outputs")));
      }
    }
    return new Notebook(file.getFileName().toString(), cells);
  }

  @Override
  public String toString() {
    return name;
  }
}
