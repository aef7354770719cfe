package org.automtl4j.app.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Locale;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;

/** JShell in this process, on the class path of the tests: what runs in it finds what ran before. */
public final class JavaShell implements AutoCloseable {
  private final JShell shell = JShell.builder().executionEngine("local").build();

  /** Starts it. */
  public JavaShell() {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      shell.addToClasspath(entry);
    }
  }

  /**
   * Runs snippets; a problem in any fails the test.
   *
   * @param code one or several
   */
  public void run(String code) {
    String rest = code;
    while (!rest.isBlank()) {
      SourceCodeAnalysis.CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      assertThat(info.completeness().isComplete()).as("complete: %s", rest).isTrue();
      for (SnippetEvent event : shell.eval(info.source())) {
        String problems = shell.diagnostics(event.snippet()).filter(d -> d.isError()).map(d -> d.getMessage(Locale.ROOT)).collect(Collectors.joining("\n"));
        assertThat(event.exception()).as(info.source()).isNull();
        assertThat(event.status()).as("%s\n%s", info.source(), problems).isNotIn(Snippet.Status.REJECTED, Snippet.Status.RECOVERABLE_NOT_DEFINED);
      }
      rest = info.remaining();
    }
  }

  @Override
  public void close() {
    shell.close();
  }
}
