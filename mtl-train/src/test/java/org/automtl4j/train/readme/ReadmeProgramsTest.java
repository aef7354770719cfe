package org.automtl4j.train.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles and runs the two programs of the README as they stand there, one after the other, in a folder of their own. Only three things are changed: numbers of iterations
 * become 2, scenes become few, and relative file names come to lie in that folder.
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
    String program = block(name)
        .replaceAll("iterations\\([\\d_]+\\)", "iterations(2)")
        .replaceAll("counts\\([^)]*\\)", "counts(32, 16, 16)")
        .replaceAll("(Path\\.of|new File)\\(\"", "$1(\"" + folder.toString().replace("\\", "/") + "/");
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
      assertThat(compiler.getTask(messages, files, null, options, null, List.of(source(name, program))).call()).as(messages.toString()).isTrue();
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
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
