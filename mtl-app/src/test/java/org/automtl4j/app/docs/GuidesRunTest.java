package org.automtl4j.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.readme.JavaShell;
import org.automtl4j.app.readme.Programs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the README and the guides: every shell, YAML and Java block, in order, each page in a folder of its own in which {@code ./automtl} and the rest of the
 * repository stand as in a clone. Run by {@code ./mvnw verify -Pdocs}; {@code -Dguide=training} runs that page alone, {@code -Dguide=data,models} two. What
 * each block took and printed stands in {@code target/guides/}.
 */
@Tag("docs")
class GuidesRunTest {
  private static final String FEW = " --set preTraining.iterations=4 --set policySearch.iterations=6 --set sampling.iterations=2 --set postTraining.iterations=4";
  private static final String FEW_SCENES = " --set data.train=32 --set data.val=8 --set data.test=8";
  private static final Pattern RUN = Pattern.compile("(?m)^(\\./automtl run\\b(?! --resume)[^#\\n|]*)");
  private static final long MINUTES = 10;

  @TempDir Path temp;

  static List<Path> pages() throws IOException {
    String wanted = System.getProperty("guide", "");
    List<String> names = List.of(wanted.split(","));
    List<Path> pages = Block.pages().stream().filter(page -> wanted.isEmpty() || names.contains(name(page))).toList();
    assertThat(pages).as("-Dguide=%s, a list of: %s", wanted, Block.pages().stream().map(GuidesRunTest::name).toList()).isNotEmpty();
    return pages;
  }

  /** The list of guides is called "guides", since there is another README. */
  private static String name(Path page) {
    String file = page.getFileName().toString().replace(".md", "");
    return file.equals("README") && !page.getParent().equals(Block.ROOT) ? "guides" : file;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageCanBeFollowed(Path page) throws Exception {
    for (String file : List.of("automtl", "mvnw", ".mvn", "pom.xml", "models", "notebooks", "docs", "mtl-core", "mtl-plan", "mtl-data", "mtl-graph", "mtl-train", "mtl-app", "support",
        "benchmarks", ".ci")) {
      Files.createSymbolicLink(temp.resolve(file), Block.ROOT.resolve(file));
    }
    Path log = Files.createDirectories(Path.of("target", "guides")).resolve(name(page) + ".log");
    Files.deleteIfExists(log);
    BufferedImage camera = new BufferedImage(64, 40, BufferedImage.TYPE_INT_RGB);
    camera.createGraphics().fillRect(10, 10, 20, 20);
    ImageIO.write(camera, "png", temp.resolve("camera.png").toFile());
    try (JavaShell java = new JavaShell()) {
      for (Block block : Block.of(page)) {
        if (block.marked("file")) {
          Path file = temp.resolve(block.argument("file"));
          Files.createDirectories(file.getParent());
          Files.writeString(file, block.text());
        } else if (!block.marked("output") && !block.marked("not run") && !block.marked("source")) {
          long start = System.nanoTime();
          String printed = run(block, java);
          String line = String.format(Locale.ROOT, "== %s: %s, %.1f s%n%s%n", block.where(), block.language(), (System.nanoTime() - start) / 1e9, printed);
          Files.writeString(log, line, StandardCharsets.ISO_8859_1, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
      }
    }
  }

  /** Gives what a shell block printed. */
  private String run(Block block, JavaShell java) throws Exception {
    switch (block.language()) {
      case "sh" -> {
        return shell(block);
      }
      case "java" -> {
        String code = Programs.in(Programs.shortened(block.text()), temp);
        if (code.contains("public class ")) {
          Programs.compileAndRun(code, temp);
        } else {
          java.run(code);
        }
      }
      case "yaml" -> {
        if (block.isConfiguration()) {
          RunConfig.parse(block.text(), block.where(), List.of());
        }
      }
      default -> { } // shown, not run
    }
    return "";
  }

  /** The same commands; where they are marked, training takes a few iterations and rendered scenes are few, but for what the mark sets itself. */
  private static String script(Block block) {
    String script = block.argument("before") + "\n" + block.text().replaceAll("\\\\\n\\s*", "");
    if (!block.marked("short")) {
      return script;
    }
    String more = " " + block.argument("short") + " ";
    String runs = RUN.matcher(script).replaceAll(run -> {
      boolean scenes = run.group().matches("(?s)\\./automtl run(?: demo\\b.*|\\s+--.*|\\s*)");
      return Matcher.quoteReplacement(run.group().stripTrailing() + FEW + (scenes ? FEW_SCENES : "") + more);
    });
    return runs.replaceAll("(?m)^\\./automtl bench(?!.* --iters).*", "$0 --iters 1");
  }

  private String shell(Block block) throws Exception {
    String script = script(block);
    Path log = temp.resolve("block.log");
    Process process = new ProcessBuilder("bash", "-e", "-c", script).directory(temp.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("%s ends", block.where()).isTrue();
    int expected = block.marked("fails") ? Integer.parseInt(block.argument("fails")) : 0;
    assertThat(process.exitValue()).as("%s\n%s\n%s", block.where(), script, Files.readString(log, StandardCharsets.ISO_8859_1)).isEqualTo(expected);
    return script + "--\n" + Files.readString(log, StandardCharsets.ISO_8859_1);
  }
}
