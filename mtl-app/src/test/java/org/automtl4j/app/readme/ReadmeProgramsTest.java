package org.automtl4j.app.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles and runs the two programs of the README as they stand there, one after the other, in a folder of their own. Only three things are changed: numbers
 * of iterations become 2, scenes become few, and relative file names come to lie in that folder.
 */
class ReadmeProgramsTest {
  @TempDir Path folder;

  @Test
  void theProgramsOfTheReadmeTrainSaveLoadAndPredict() throws Exception {
    compileAndRun("Train");
    assertThat(folder.resolve("architecture.json")).exists();
    assertThat(folder.resolve("model.zip")).exists();

    BufferedImage camera = new BufferedImage(64, 40, BufferedImage.TYPE_INT_RGB);
    camera.createGraphics().fillRect(10, 10, 20, 20);
    ImageIO.write(camera, "png", folder.resolve("camera.png").toFile());
    compileAndRun("Predict");
    BufferedImage classes = ImageIO.read(folder.resolve("classes.png").toFile());
    assertThat(classes.getWidth()).isEqualTo(64);
    assertThat(classes.getHeight()).isEqualTo(40);
  }

  private void compileAndRun(String name) throws Exception {
    Programs.compileAndRun(Programs.in(Programs.shortened(block(name)), folder), folder);
  }

  private static String block(String name) throws Exception {
    String readme = Files.readString(new File("../README.md").toPath(), StandardCharsets.UTF_8);
    Matcher block = Pattern.compile("```java\\R(.*?public class " + name + " .*?)```", Pattern.DOTALL).matcher(readme);
    String found = "";
    // The text between the first fence and the class may span other blocks: take what follows the last fence.
    if (block.find()) {
      found = block.group(1).substring(block.group(1).lastIndexOf("```java") < 0 ? 0 : block.group(1).lastIndexOf("```java") + "```java".length());
    }
    assertThat(found).as("README.md must have a java block with the class " + name).isNotEmpty();
    return found;
  }
}
