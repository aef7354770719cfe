package org.automtl4j.app.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fenced block of a guide. A comment in the line above the fence says what is to be done with it where that is not to run it as it stands:
 *
 * <pre>
 * &lt;!-- file: robot.yaml --&gt;            the block becomes a file of the page's folder
 * &lt;!-- short --&gt;                       training takes a few iterations; runs of the demo get few scenes
 * &lt;!-- short: --set a.b=3 --&gt;         the same, and these options
 * &lt;!-- before: mkdir robot --&gt;         what a reader has done already, in the shell
 * &lt;!-- fails: 2 --&gt;                    the shell block ends with this exit code
 * &lt;!-- source: Robot.java --&gt;          a program that the build compiles and runs in a test of its own
 * &lt;!-- output --&gt;                      what a command printed
 * &lt;!-- not run: needs the data --&gt;     with the reason
 * </pre>
 *
 * <p>Several stand beside each other with a semicolon between them.
 *
 * @param page the file
 * @param line of the fence, from 1
 * @param language after the fence; empty without one
 * @param text between the fences
 * @param marker between the comment's signs; empty without one
 */
record Block(Path page, int line, String language, String text, String marker) {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** The README and the guides, in the order in which they are read. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    List<String> first = List.of("getting-started.md", "training.md");
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      List<Path> guides = files.filter(f -> f.toString().endsWith(".md")).sorted().toList();
      first.forEach(name -> guides.stream().filter(g -> g.endsWith(name)).forEach(pages::add));
      guides.stream().filter(g -> !first.contains(g.getFileName().toString())).forEach(pages::add);
    }
    return pages;
  }

  static List<Block> of(Path page) throws IOException {
    List<String> lines = Files.readAllLines(page, StandardCharsets.UTF_8);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("```")) {
        continue;
      }
      int end = i + 1;
      while (end < lines.size() && !lines.get(end).startsWith("```")) {
        end++;
      }
      String above = i == 0 ? "" : lines.get(i - 1).strip();
      String marker = above.startsWith("<!--") && above.endsWith("-->") ? above.substring(4, above.length() - 3).strip() : "";
      blocks.add(new Block(page, i + 1, lines.get(i).substring(3).strip(), String.join("\n", lines.subList(i + 1, Math.min(end, lines.size()))) + "\n",
          marker));
      i = end;
    }
    return blocks;
  }

  boolean marked(String word) {
    return marks().anyMatch(mark -> mark.equals(word) || mark.startsWith(word + ":"));
  }

  /** What stands behind a word of the marker; empty where nothing does. */
  String argument(String word) {
    return marks().filter(mark -> mark.startsWith(word + ":")).map(mark -> mark.substring(word.length() + 1).strip()).findFirst().orElse("");
  }

  private Stream<String> marks() {
    return Stream.of(marker.split(";")).map(String::strip);
  }

  /** A whole configuration, not just a part of one. */
  boolean isConfiguration() {
    return text.contains("backbone:") && text.contains("tasks:");
  }

  /** What a folder of pictures has. */
  boolean isTasksFile() {
    return text.contains("version:") && text.contains("tasks:") && text.contains("kind:");
  }

  String where() {
    return ROOT.relativize(page) + ":" + line;
  }
}
