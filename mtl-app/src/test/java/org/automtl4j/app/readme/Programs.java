package org.automtl4j.app.readme;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Programs that stand in documents: compiled and run as they stand there, with less to do. */
public final class Programs {
  private static final Pattern CLASS = Pattern.compile("public (?:final )?class (\\w+)");

  private Programs() {}

  /**
   * @param code from a document
   * @return the same with two iterations of everything and few scenes
   */
  public static String shortened(String code) {
    return code.replaceAll("iterations\\([\\d_]+\\)", "iterations(2)").replaceAll("counts\\([^)]*\\)", "counts(32, 16, 16)");
  }

  /**
   * @param code from a document
   * @param folder where its relative file names are to lie
   * @return the same with those names made absolute
   */
  public static String in(String code, Path folder) {
    return code.replaceAll("(Path\\.of|new File)\\(\"(?![/$])", "$1(\"" + Matcher.quoteReplacement(folder.toString().replace("\\", "/") + "/"));
  }

  /**
   * Compiles a program with one public class and calls its main method.
   *
   * @param program its source
   * @param folder where classes go
   */
  public static void compileAndRun(String program, Path folder) throws Exception {
    Matcher found = CLASS.matcher(program);
    assertThat(found.find()).as("a public class in\n%s", program).isTrue();
    String name = found.group(1);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
      assertThat(compiler.getTask(messages, files, null, options, null, List.of(source(name, program))).call()).as(messages.toString()).isTrue();
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, Programs.class.getClassLoader())) {
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
}
