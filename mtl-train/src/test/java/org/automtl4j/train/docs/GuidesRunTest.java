package org.automtl4j.train.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.automtl4j.train.config.RunConfig;
import org.automtl4j.train.readme.JavaShell;
import org.automtl4j.train.readme.Programs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the README and the guides: every shell, YAML and Java block, in order, each page in a folder of its own in which {@code ./automtl} and the rest of the
 * repository stand as in a clone. Run by {@code ./mvnw verify -Pdocs}; takes a while.
 */
@Tag("docs")
class GuidesRunTest {
  private static final String FEW = " --set preTraining.iterations=4 --set policySearch.iterations=6 --set sampling.iterations=2 --set postTraining.iterations=4"
      + " --set data.train=32 --set data.val=8 --set data.test=8";
  private static final long MINUTES = 20;

  @TempDir Path temp;

  static List<Path> pages() throws IOException {
    return Block.pages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageCanBeFollowed(Path page) throws Exception {
    for (String file : List.of("automtl", "mvnw", ".mvn", "pom.xml", "models", "notebooks", "docs", "mtl-graph", "mtl-data", "mtl-train", "mtl-bom",
        "mtl-backend")) {
      Files.createSymbolicLink(temp.resolve(file), Block.ROOT.resolve(file));
    }
    BufferedImage camera = new BufferedImage(64, 40, BufferedImage.TYPE_INT_RGB);
    camera.createGraphics().fillRect(10, 10, 20, 20);
    ImageIO.write(camera, "png", temp.resolve("camera.png").toFile());
    try (JavaShell java = new JavaShell()) {
      for (Block block : Block.of(page)) {
        if (block.marked("file")) {
          Files.createDirectories(temp.resolve(block.argument()).getParent());
          Files.writeString(temp.resolve(block.argument()), block.text());
        } else if (!block.marked("output") && !block.marked("not run") && !block.marked("source")) {
          run(block, java);
        }
      }
    }
  }

  private void run(Block block, JavaShell java) throws Exception {
    switch (block.language()) {
      case "sh" -> shell(block);
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
  }

  private void shell(Block block) throws Exception {
    String script = block.marked("short") ? block.text().replaceAll("(?m)^(\\./automtl run\\b[^#\\n|]*)", "$1" + FEW + " ") : block.text();
    Path log = temp.resolve("block.log");
    Process process = new ProcessBuilder("bash", "-e", "-c", script).directory(temp.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("%s ends", block.where()).isTrue();
    int expected = block.marked("fails") ? Integer.parseInt(block.argument()) : 0;
    assertThat(process.exitValue()).as("%s\n%s\n%s", block.where(), script, Files.readString(log, StandardCharsets.ISO_8859_1)).isEqualTo(expected);
  }
}
