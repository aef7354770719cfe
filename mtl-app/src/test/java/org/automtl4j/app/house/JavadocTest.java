package org.automtl4j.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Everything public is documented, and each package says what it is for. */
class JavadocTest {
  private static final List<Path> SOURCES =
      Stream.of("mtl-core", "mtl-plan", "mtl-data", "mtl-graph", "mtl-train", "mtl-app").map(module -> Path.of("..", module, "src", "main", "java").normalize()).toList();

  private static Stream<Path> files() {
    return SOURCES.stream().flatMap(folder -> {
      try (Stream<Path> files = Files.walk(folder)) {
        return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    assertThat(files().map(Path::getParent).distinct()).isNotEmpty().allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
  }

  @Test
  void nothingPublicIsWithoutComment() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options = List.of("-proc:none", "-Xdoclint:missing/protected", "-Xmaxwarns", "10000", "-classpath", System.getProperty("java.class.path"));
      JavacTask task = (JavacTask) compiler.getTask(null, manager, found, options, null, manager.getJavaFileObjectsFromPaths(files().toList()));
      task.analyze();
    }
    List<Diagnostic<? extends JavaFileObject>> problems = found.getDiagnostics();
    assertThat(problems.stream().filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)).isEmpty();
    assertThat(problems.stream().filter(JavadocTest::isMissingComment).map(problem -> problem.getSource().getName() + ":" + problem.getLineNumber() + ": "
        + problem.getMessage(Locale.ROOT))).isEmpty();
  }

  private static boolean isMissingComment(Diagnostic<? extends JavaFileObject> problem) {
    boolean isApi = !problem.getSource().getName().contains("/internal/");
    return problem.getCode().startsWith("compiler.warn.proc.messager") && isApi && !isCompactConstructor(problem);
  }

  /** JDK 17 asks for a comment with @param on the compact constructor of a record, whose components are documented already. */
  private static boolean isCompactConstructor(Diagnostic<? extends JavaFileObject> problem) {
    try {
      String line = problem.getSource().getCharContent(true).toString().lines().skip(problem.getLineNumber() - 1).findFirst().orElse("");
      return line.strip().matches("(public|protected) \\w+ \\{.*");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
