package org.automtl4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.prepare.Layout;
import org.automtl4j.data.prepare.Progress;
import org.automtl4j.data.prepare.SceneFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of docs/own-data.md runs as it stands there, but for the numbers of iterations, the backbone, the crop, and where files lie. */
class RobotTest {
  @TempDir Path folder;

  @Test
  void theProgramTrainsOnAFolderOfPictures() throws Exception {
    pictures();
    String program = Files.readString(Path.of("src", "test", "java", "org", "automtl4j", "examples", "Robot.java"), StandardCharsets.UTF_8)
        .replaceAll("iterations\\([\\d_]+\\)", "iterations(1)").replace("candidates(8).maxParameters(0.75)", "candidates(1)")
        .replace("resnet18", "demo").replace("aspp(256)", "aspp(8)").replace("crop(224, 224)", "crop(32, 32)")
        .replaceAll("Path\\.of\\(\"", "Path.of(\"" + folder.toString().replace("\\", "/") + "/");
    run("org.automtl4j.examples.Robot", program);
    assertThat(folder.resolve("architecture.json")).exists();
    assertThat(folder.resolve("model.zip")).exists();
    assertThat(folder.resolve("runs/robot")).isNotEmptyDirectory();
  }

  /** Rendered scenes under the names that the program has. */
  private void pictures() throws Exception {
    Path robot = folder.resolve("robot");
    SceneFolder.write(Layout.FOLDER, SyntheticScenes.builder().size(40, 48).counts(10, 4, 4).build(), robot, false, Progress.NONE);
    Files.move(robot.resolve("segment_semantic"), robot.resolve("floor"));
    Files.move(robot.resolve("depth_zbuffer"), robot.resolve("depth"));
    String tasks = Files.readString(robot.resolve("tasks.yaml"), StandardCharsets.UTF_8);
    Files.writeString(robot.resolve("tasks.yaml"), tasks.replace("segment_semantic:", "floor:").replace("depth_zbuffer:", "depth:"), StandardCharsets.UTF_8);
  }

  private void run(String name, String program) throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
      JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///org/automtl4j/examples/Robot.java"), JavaFileObject.Kind.SOURCE) {
        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
          return program;
        }
      };
      assertThat(compiler.getTask(messages, files, null, options, null, List.of(source)).call()).as(messages.toString()).isTrue();
    }
    // The tests' own class of this name, with its many iterations, must not be found first.
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader()) {
      @Override
      protected Class<?> loadClass(String wanted, boolean resolve) throws ClassNotFoundException {
        return wanted.equals(name) ? findClass(wanted) : super.loadClass(wanted, resolve);
      }
    }) {
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }
  }
}
